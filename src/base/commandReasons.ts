/** What the judgement of commands and addresses can say, beside the reasons about paths in `gateReasons.ts`. English, keys of `l10n/`. */
export const commandReasons = ['every address is asked for'] as const;
