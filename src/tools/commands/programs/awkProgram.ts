/** `awk`: a program of its own; what can run, write or fetch is asked about every time, the rest once. */
import { ask, askAlways, type OwnReader } from './Program';

export const awkProgram: OwnReader = {
  read(words) {
    const [script, ...paths] = words.filter(
      ({ text }, index) =>
        !/^-[Fv]/.test(text) && (text.startsWith('-') || !/^-[Fv]$/.test(words[index - 1]?.text ?? '')),
    );
    const text = script?.text ?? '';
    const acts =
      text.startsWith('-') || /system|getline|close|fflush|[|>@]|\bENVIRON\b|\bARG[CV]\b|PROCINFO|\/inet/.test(text);
    return {
      opinions: [
        acts
          ? askAlways('a script that can write or run: {0}', text)
          : ask('a script that can write or run: {0}', text),
      ],
      paths,
    };
  },
};
