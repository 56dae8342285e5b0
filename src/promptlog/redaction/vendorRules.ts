/**
 * Tokens that tell by their own shape whose they are. The facts (prefixes, lengths, alphabets) come from the vendors' documentation
 * and from the default configuration of gitleaks (MIT licence, github.com/gitleaks/gitleaks); the expressions are our own and say
 * nothing about what follows a token, since a token in a prompt may be followed by anything.
 */
import type { PatternRule, PrefixRule, Rule } from './Rule';

/** The body is a character class with a count, in the syntax of regular expressions. */
type Shape = readonly [id: string, prefixes: readonly string[], body: string];

const word = '[A-Za-z0-9_-]';
const alphanumeric = '[A-Za-z0-9]';
const hex = '[a-f0-9]';
const hexEnd = '(?![A-Za-z0-9])';

const shapes: readonly Shape[] = [
  // code hosts and package registries
  ['github-fine-grained-token', ['github_pat_'], '[A-Za-z0-9_]{30,255}'],
  ['github-token', ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], `${alphanumeric}{30,255}`],
  [
    'gitlab-token',
    [
      'glpat-',
      'glrt-',
      'gldt-',
      'glcbt-',
      'glptt-',
      'glft-',
      'glimt-',
      'glagent-',
      'gloas-',
      'glsoat-',
      'glffct-',
      'glwt-',
      'GR1348941',
    ],
    `${word}{20,}(?:\\.${word}+)*`,
  ],
  ['bitbucket-app-password', ['ATBB'], `${alphanumeric}{28,}`],
  ['atlassian-token', ['ATATT3', 'ATCTT3'], '[A-Za-z0-9_=-]{20,}'],
  ['npm-token', ['npm_'], `${alphanumeric}{36,}`],
  ['pypi-token', ['pypi-AgEIcHlwaS5vcmc', 'pypi-AgENdGVzdC5weXBpLm9yZw'], `${word}{16,}`],
  ['rubygems-token', ['rubygems_'], `${hex}{48}${hexEnd}`],
  ['crates-io-token', ['cio'], `${alphanumeric}{32}(?!${alphanumeric})`],
  ['nuget-key', ['oy2'], `[a-z0-9]{43}${hexEnd}`],
  ['clojars-token', ['CLOJARS_'], '[a-z0-9]{60}'],
  ['docker-token', ['dckr_pat_', 'dckr_oat_'], `${word}{20,}`],
  ['artifactory-key', ['AKCp'], `${alphanumeric}{60,}`],
  ['artifactory-reference-token', ['cmVmd'], `${alphanumeric}{59}`],
  ['sourcegraph-token', ['sgp_'], '(?:[a-f0-9]{16}_|local_)?[a-f0-9]{40}'],
  ['sonarqube-token', ['sqp_', 'squ_', 'sqa_'], `${hex}{40}`],
  ['readme-token', ['rdme_'], '[a-z0-9]{70}'],
  ['buildkite-token', ['bkua_', 'bkaj_', 'bkct_'], `${alphanumeric}{36,}`],
  ['circleci-token', ['CCIPAT_', 'CCIPRJ_'], `${alphanumeric}{20,}_${hex}{40}`],
  ['octopus-key', ['API-'], `[A-Z0-9]{26}${hexEnd}`],
  ['settlemint-token', ['sm_aat_', 'sm_pat_', 'sm_sat_'], `${alphanumeric}{16}(?!${alphanumeric})`],
  [
    'authress-key',
    ['sc_', 'ext_', 'scauth_', 'authress_'],
    `${alphanumeric}{5,30}\\.[a-z0-9]{4,6}\\.acc[_-][a-z0-9-]{10,32}\\.[A-Za-z0-9+/_=-]{30,120}`,
  ],
  ['defined-networking-key', ['dnkey-'], '[A-Za-z0-9=_-]{26}-[A-Za-z0-9=_-]{52}'],
  ['intra42-secret', ['s-s4t2ud-', 's-s4t2af-'], `${hex}{64}`],
  // models
  ['anthropic-key', ['sk-ant-'], `${word}{20,}`],
  ['openai-key', ['sk-proj-', 'sk-svcacct-', 'sk-admin-', 'sk-None-', 'sk-or-v1-'], `${word}{20,}`],
  ['model-provider-key', ['sk-'], `(?:(?:[a-z]{2,10}\\d{0,2}-){1,2}(?=[A-Za-z]*\\d))?${alphanumeric}{20,}`],
  ['langfuse-key', ['sk-lf-'], `${hex}{8}-(?:${hex}{4}-){3}${hex}{12}`],
  ['elevenlabs-key', ['sk_'], `${hex}{48}${hexEnd}`],
  ['together-key', ['tgp_v1_'], `${word}{40,}`],
  ['jina-key', ['jina_'], `${alphanumeric}{50,}`],
  ['pinecone-key', ['pcsk_'], `${alphanumeric}{4,8}_${alphanumeric}{40,}`],
  ['runpod-key', ['rpa_'], `${alphanumeric}{38,}`],
  ['baidu-model-key', ['bce-v3/'], `${alphanumeric}[A-Za-z0-9-]{10,60}/${hex}{40}`],
  ['hugging-face-token', ['hf_', 'api_org_'], '[A-Za-z0-9]{30,}'],
  ['groq-key', ['gsk_'], `${alphanumeric}{40,}`],
  ['xai-key', ['xai-'], `${alphanumeric}{60,}`],
  ['replicate-token', ['r8_'], `${alphanumeric}{30,}`],
  ['perplexity-key', ['pplx-'], `${alphanumeric}{40,}`],
  ['nvidia-key', ['nvapi-'], `${word}{40,}`],
  ['langsmith-key', ['lsv2_pt_', 'lsv2_sk_', 'lsv2_ak_'], `${hex}{32}_${hex}{10}`],
  ['fireworks-key', ['fw_'], `${alphanumeric}{22,24}(?!${word})`],
  ['tavily-key', ['tvly-'], `${word}{24,}`],
  ['cerebras-key', ['csk-'], '[a-z0-9]{40,}'],
  // clouds
  ['aws-access-key-id', ['AKIA', 'ASIA', 'ABIA', 'ACCA'], `[A-Z0-9]{16}(?!${alphanumeric})`],
  ['aws-bedrock-key', ['ABSK'], '[A-Za-z0-9+/]{100,}={0,2}'],
  ['aws-bedrock-key', ['bedrock-api-key-'], '[A-Za-z0-9+/]{40,}={0,2}'],
  ['aws-access-key-id', ['A3T'], `[A-Z0-9][A-Z2-7]{16}(?!${alphanumeric})`],
  ['google-api-key', ['AIza'], `${word}{35}`],
  ['google-client-secret', ['GOCSPX-'], `${word}{20,}`],
  ['google-refresh-token', ['1//0'], `${word}{20,}`],
  ['google-access-token', ['ya29.'], `${word}{20,}`],
  ['alibaba-access-key-id', ['LTAI'], `${alphanumeric}{12,24}(?!${alphanumeric})`],
  ['tencent-secret-id', ['AKID'], `${alphanumeric}{32,}`],
  ['volcengine-access-key-id', ['AKLT'], `${alphanumeric}{30,}=*`],
  ['baidu-access-key', ['ALTAK'], `${word}{20,}`],
  ['yandex-key', ['AQVN'], `${word}{30,}`],
  ['scaleway-key-id', ['SCW'], `[A-Z0-9]{17}${hexEnd}`],
  ['scalingo-token', ['tk-us-'], `${word}{48}`],
  ['render-key', ['rnd_'], `${alphanumeric}{28,}`],
  ['tailscale-key', ['tskey-'], `[a-z]{2,10}-${alphanumeric}{10,}-${alphanumeric}{20,}`],
  ['aiven-password', ['AVNS_'], `${word}{18,}`],
  ['clickhouse-key', ['4b1d'], `${alphanumeric}{38}(?!${alphanumeric})`],
  ['digitalocean-token', ['dop_v1_', 'doo_v1_', 'dor_v1_'], `${hex}{64}`],
  ['databricks-token', ['dapi'], `${hex}{32}(?:-\\d)?${hexEnd}`],
  ['heroku-key', ['HRKU-'], `${word}{30,}`],
  ['fly-token', ['fo1_', 'fm1r_', 'fm1a_', 'fm2_'], '[A-Za-z0-9+/_-]{40,}={0,3}'],
  ['netlify-token', ['nfp_', 'nfc_', 'nfo_', 'nfu_'], `${alphanumeric}{36,}`],
  ['planetscale-token', ['pscale_tkn_', 'pscale_pw_', 'pscale_oauth_'], '[A-Za-z0-9_=.-]{32,}'],
  ['supabase-token', ['sbp_'], `${hex}{40}`],
  ['supabase-secret-key', ['sb_secret_'], `${word}{20,}`],
  ['cloudflare-origin-key', ['v1.0-'], `${hex}{24}-${hex}{100,}`],
  ['pulumi-token', ['pul-'], `${hex}{40}`],
  ['prefect-token', ['pnu_'], '[a-z0-9]{36}'],
  ['vault-token', ['hvs.', 'hvb.', 'hvr.'], `${word}{24,}`],
  ['terraform-token', ['atlasv1.'], `${word}{60,}`],
  ['doppler-token', ['dp.pt.', 'dp.st.', 'dp.sa.', 'dp.ct.', 'dp.scim.', 'dp.audit.'], '[A-Za-z0-9._]{40,}'],
  ['onepassword-service-token', ['ops_eyJ'], '[A-Za-z0-9+/_-]{100,}={0,3}'],
  [
    'onepassword-secret-key',
    ['A3-'],
    '[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}',
  ],
  ['age-secret-key', ['AGE-SECRET-KEY-1'], '[A-Z0-9]{50,}'],
  ['openshift-token', ['sha256~'], `${word}{43}`],
  ['infracost-key', ['ico-'], `${alphanumeric}{32}(?!${alphanumeric})`],
  // observability
  ['datadog-style-token', ['ddpat_', 'ddapp_'], `${word}{20,}`],
  ['dynatrace-token', ['dt0c01.', 'dt0s01.', 'dt0s16.'], `${alphanumeric}{8,24}\\.${alphanumeric}{64}`],
  ['grafana-token', ['glsa_', 'glc_'], '[A-Za-z0-9+/_]{32,}={0,3}'],
  ['grafana-key', ['eyJrIjoi'], '[A-Za-z0-9+/]{60,}={0,2}'],
  ['new-relic-key', ['NRAK-', 'NRII-', 'NRJS-', 'NRRA-'], `${word}{19,}`],
  ['posthog-key', ['phx_'], `${alphanumeric}{40,}`],
  ['sentry-token', ['sntrys_', 'sntryu_'], '[A-Za-z0-9+/_=-]{40,}'],
  ['harness-token', ['pat.', 'sat.'], `${word}{22}\\.${alphanumeric}{24}\\.${alphanumeric}{20}`],
  ['postman-key', ['PMAK-'], `${hex}{24}-${hex}{34}`],
  // messages, payments, business
  [
    'slack-token',
    ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxo-', 'xoxe-', 'xoxc-', 'xoxd-', 'xoxe.', 'xapp-'],
    '[A-Za-z0-9.%-]{10,}',
  ],
  ['sendgrid-key', ['SG.'], '[A-Za-z0-9_.-]{40,}'],
  ['mailgun-key', ['key-', 'pubkey-'], `${hex}{32}${hexEnd}`],
  ['sendinblue-key', ['xkeysib-', 'xsmtpsib-'], `${hex}{64}-${alphanumeric}{16}`],
  ['twilio-key', ['SK'], `${hex}{32}${hexEnd}`],
  [
    'stripe-key',
    ['sk_live_', 'sk_test_', 'sk_prod_', 'rk_live_', 'rk_test_', 'rk_prod_', 'whsec_'],
    '[A-Za-z0-9+/]{16,}',
  ],
  ['square-token', ['sq0atp-', 'sq0csp-', 'EAAA'], `${word}{22,}`],
  ['shopify-token', ['shpat_', 'shpca_', 'shppa_', 'shpss_'], '[a-fA-F0-9]{32}'],
  ['shippo-token', ['shippo_live_', 'shippo_test_'], `${hex}{40}`],
  ['duffel-token', ['duffel_live_', 'duffel_test_'], '[A-Za-z0-9_=-]{43}'],
  ['easypost-key', ['EZAK', 'EZTK'], `${alphanumeric}{54}`],
  ['facebook-token', ['EAAM', 'EAAC', 'EAAG', 'EAAB'], `${alphanumeric}{80,}`],
  ['flutterwave-key', ['FLWSECK_TEST-', 'FLWSECK-'], `${alphanumeric}{12,}(?:-X)?`],
  ['hubspot-token', ['pat-na1-', 'pat-na2-', 'pat-eu1-'], `${hex}{8}-${hex}{4}-${hex}{4}-${hex}{4}-${hex}{12}`],
  ['linear-key', ['lin_api_', 'lin_oauth_'], `${alphanumeric}{32,}`],
  ['notion-token', ['ntn_', 'secret_'], `${alphanumeric}{43,}`],
  ['airtable-token', ['pat'], `${alphanumeric}{14}\\.${hex}{64}`],
  ['figma-token', ['figd_', 'figu_'], `${word}{36,}`],
  ['clickup-token', ['pk_'], `\\d{6,12}_[A-Z0-9]{32}`],
  ['apify-token', ['apify_api_'], `${alphanumeric}{30,}`],
  ['dropbox-token', ['sl.'], `${word}{120,}`],
  ['mapbox-secret-token', ['sk.eyJ'], `${word}{20,}\\.${word}{20,}`],
  ['twitter-bearer-token', ['AAAAAAAAAAAAAAAAAAAAA'], '(?!A{40})[A-Za-z0-9%]{60,110}'],
  ['typeform-token', ['tfp_'], '[A-Za-z0-9_.-]{40,}'],
  ['frameio-token', ['fio-u-'], '[A-Za-z0-9_=-]{60,}'],
  ['adobe-client-secret', ['p8e-'], `${alphanumeric}{32}`],
  ['extended-private-key', ['xprv', 'yprv', 'zprv', 'tprv'], `${alphanumeric}{100,}`],
];

function shapeRule([id, prefixes, body]: Shape): PrefixRule {
  return { id, prefixes, body: new RegExp(body, 'y') };
}

/** More than a prefix and a body: context, several parts, or a check. */
const particularRules: readonly PatternRule[] = [
  // Zhipu / BigModel / Z.ai: id and secret, joined by a dot.
  { id: 'glm-key', keywords: ['.'], pattern: /(?<![A-Za-z0-9])[0-9a-f]{32}\.[A-Za-z0-9]{16}(?![A-Za-z0-9])/g },
  {
    id: 'jwt',
    keywords: ['ey'],
    pattern: /(?<![A-Za-z0-9_-])ey[A-Za-z0-9_-]{8,}\.ey[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]*/g,
  },
  {
    id: 'azure-client-secret',
    keywords: ['q~'],
    pattern: /(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.]{3}\dQ~[A-Za-z0-9_~.-]{31,34}/g,
  },
  {
    id: 'azure-account-key',
    keywords: ['key'],
    pattern:
      /((?:AccountKey|SharedAccessKey|SharedSecretKey|SharedAccessSignature)\s?=\s?)([A-Za-z0-9+/%_-]{20,}={0,2})/gi,
  },
  {
    id: 'aws-secret-key',
    keywords: ['aws'],
    pattern: /(aws.{0,30}?[\s"'`:=>,]{1,6})((?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=])/gi,
    accept: (value) => !/^[0-9a-f]{40}$/.test(value) && /[A-Z]/.test(value) && !value.includes('//'),
  },
  {
    id: 'telegram-token',
    keywords: [':a'],
    pattern: /(?<![A-Za-z0-9])(?:bot)?\d{5,16}:A[A-Za-z0-9_-]{34}(?![A-Za-z0-9_-])/g,
  },
  {
    id: 'discord-token',
    keywords: ['.'],
    pattern: /(?<![\w.-])[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,40}(?![\w-])/g,
    // A chain of long property names has the same shape but few capitals and digits.
    accept: (value) => (value.match(/[A-Z0-9]/g)?.length ?? 0) > value.length * 0.35,
  },
  {
    id: 'maxmind-key',
    keywords: ['_mmk'],
    pattern: /(?<![A-Za-z0-9_])[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk(?![A-Za-z0-9_])/g,
  },
  // QIANFAN_SK, HUAWEI_AK
  {
    id: 'named-cloud-secret',
    keywords: ['_sk', '_ak', '_pat', 'sk:', 'ak:', 'sk：', 'ak：', 'sk =', 'ak =', 'sk=', 'ak='],
    pattern:
      /((?<![A-Za-z0-9_-])(?:[A-Z][A-Z0-9_]{1,40}_)?(?:SK|AK|PAT)["'`\\]{0,4}[ \t]{0,3}(?:=>|:=|[:=： ])[ \t]{0,3}["'`\\]{0,4})([A-Za-z0-9]{20,64})(?![A-Za-z0-9_-])/g,
    accept: (value) => /\d/.test(value) && /[A-Za-z]/.test(value),
  },
  { id: 'new-relic-key', keywords: ['nral'], pattern: /(?<![A-Za-z0-9])[0-9a-f]{36}(?:NRAL|FFFFNRAL)(?![A-Za-z0-9])/g },
  {
    id: 'sidekiq-secret',
    keywords: ['__contribsys__com'],
    pattern:
      /(BUNDLE_\w{1,20}__CONTRIBSYS__COM["'`\\]{0,4}[ \t]{0,3}[=:][ \t]{0,3}["'`\\]{0,4})([a-f0-9]{8}:[a-f0-9]{8})/gi,
  },
  { id: 'mailchimp-key', keywords: ['-us'], pattern: /(?<![A-Za-z0-9])[0-9a-f]{32}-us\d{1,2}(?!\d)/g },
  {
    id: 'slack-webhook',
    keywords: ['hooks.slack'],
    pattern: /(hooks\.slack(?:-gov)?\.com\/)((?:services|workflows|triggers)\/[A-Za-z0-9+/]{20,80})/gi,
  },
  {
    id: 'teams-webhook',
    keywords: ['webhook.office.com', 'logic.azure.com'],
    pattern: /((?:webhook\.office\.com|logic\.azure\.com(?::\d+)?)\/)([A-Za-z0-9@/_.?&=%-]{20,400})/gi,
  },
  {
    id: 'discord-webhook',
    keywords: ['/api/webhooks/'],
    pattern: /(discord(?:app)?\.com\/api\/webhooks\/)(\d{5,25}\/[\w-]{20,})/gi,
  },
  {
    id: 'chat-robot-webhook',
    keywords: ['/robot/send', '/bot/v2/hook/', '/webhook/send'],
    pattern:
      /((?:dingtalk\.com\/robot\/send\?access_token=|(?:feishu\.cn|larksuite\.com)\/open-apis\/bot\/v2\/hook\/|qyapi\.weixin\.qq\.com\/cgi-bin\/webhook\/send\?key=))([A-Za-z0-9-]{20,80})/gi,
  },
  {
    id: 'named-cloud-secret',
    keywords: [
      'twilio',
      'baidu',
      'bce',
      'bitbucket',
      'aliyun',
      'alibaba',
      'tencent',
      'datadog',
      'cloudflare',
      'heroku',
      'algolia',
      'huawei',
      'qiniu',
      'mailchimp',
      'meraki',
      'atlassian',
      'wechat',
      'dingtalk',
      'volc',
    ],
    pattern:
      /((?:twilio|baidu|bce|bitbucket|aliyun|alibaba|tencent|datadog|cloudflare|heroku|algolia|huawei|qiniu|mailchimp|meraki|atlassian|wechat|dingtalk|volc)[\w.-]{0,30}[ \t]{0,3}["'`\\]{0,4}[ \t]{0,3}(?:=>|:=|[:= ])[ \t]{0,3}["'`\\]{0,4})([A-Za-z0-9]{20,64})(?![A-Za-z0-9_-])/gi,
    accept: (value) => (/\d/.test(value) && /[A-Za-z]/.test(value)) || /^[0-9a-f]{32}$|^[A-Z]{20,}$/.test(value),
  },
];

/** Ordered from the most particular to the most general; where two find the same text, the earlier names it. */
export const vendorRules: readonly Rule[] = [...particularRules, ...shapes.map(shapeRule)];
