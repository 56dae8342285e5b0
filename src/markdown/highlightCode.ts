/** Code to coloured HTML. Long code is coloured in segments, so that what streams in costs the same at its end as at its beginning. */
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cmake from 'highlight.js/lib/languages/cmake';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import dart from 'highlight.js/lib/languages/dart';
import diff from 'highlight.js/lib/languages/diff';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import elixir from 'highlight.js/lib/languages/elixir';
import go from 'highlight.js/lib/languages/go';
import graphql from 'highlight.js/lib/languages/graphql';
import haskell from 'highlight.js/lib/languages/haskell';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import kotlin from 'highlight.js/lib/languages/kotlin';
import less from 'highlight.js/lib/languages/less';
import lua from 'highlight.js/lib/languages/lua';
import makefile from 'highlight.js/lib/languages/makefile';
import markdown from 'highlight.js/lib/languages/markdown';
import objectivec from 'highlight.js/lib/languages/objectivec';
import perl from 'highlight.js/lib/languages/perl';
import php from 'highlight.js/lib/languages/php';
import powershell from 'highlight.js/lib/languages/powershell';
import protobuf from 'highlight.js/lib/languages/protobuf';
import python from 'highlight.js/lib/languages/python';
import r from 'highlight.js/lib/languages/r';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import scala from 'highlight.js/lib/languages/scala';
import scss from 'highlight.js/lib/languages/scss';
import shell from 'highlight.js/lib/languages/shell';
import sql from 'highlight.js/lib/languages/sql';
import swift from 'highlight.js/lib/languages/swift';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { showHiddenSigns, visibleHtml } from './escapeHtml';

const languages = {
  ...{ bash, c, cmake, cpp, csharp, css, dart, diff, dockerfile, elixir, go, graphql, haskell, ini, java, javascript },
  ...{ json, kotlin, less, lua, makefile, markdown, objectivec, perl, php, powershell, protobuf, python, r, ruby },
  ...{ rust, scala, scss, shell, sql, swift, typescript, xml, yaml },
};
for (const [name, language] of Object.entries(languages)) {
  hljs.registerLanguage(name, language);
}
hljs.registerAliases(['vue', 'svelte'], { languageName: 'xml' });
hljs.registerAliases(['typescriptreact'], { languageName: 'typescript' });
hljs.registerAliases(['javascriptreact'], { languageName: 'javascript' });

/** UTF-16 units after which a segment ends, at the next line end. */
const segmentLength = 1_200;
/** Longer lines than this are data, and no grammar is to run over them. */
const longestLine = 2_000;

/** Code cut into segments at line ends: the same for the same text, however it arrived. The last one may still grow. */
export function codeSegments(code: string): readonly string[] {
  const segments: string[] = [];
  let start = 0;
  for (;;) {
    const end = code.indexOf('\n', start + segmentLength);
    if (end < 0 || end + 1 === code.length) {
      return start < code.length || segments.length === 0 ? [...segments, code.slice(start)] : segments;
    }
    segments.push(code.slice(start, end + 1));
    start = end + 1;
  }
}

/** Code as HTML; `language` is the word behind the fence, in whatever spelling; an unknown one gives plain text. */
export function highlightCode(code: string, language: string): string {
  return codeSegments(code)
    .map((segment) => highlightSegment(segment, language))
    .join('');
}

/** One of `codeSegments` as HTML. */
export function highlightSegment(code: string, language: string): string {
  if (hljs.getLanguage(language) === undefined || hasLongLine(code)) {
    return visibleHtml(code);
  }
  return showHiddenSigns(hljs.highlight(code, { language, ignoreIllegals: true }).value);
}

function hasLongLine(code: string): boolean {
  return code.length > longestLine && code.split('\n').some((line) => line.length > longestLine);
}
