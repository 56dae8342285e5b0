/** Names as the outline has them. */

/** Without quotes, and without the colon of a Ruby symbol. */
export function plainName(written: string): string {
  return written.replace(/^(['"`])(.*)\1$/s, '$2').replace(/^:(?=\w)/, '');
}

/** `ui::List<T>` as it is called where it is defined: `List`. */
export function bareTypeName(type: string): string {
  return /(\w+)\W*$/.exec(type.replace(/[<[(].*$/s, ''))?.[1] ?? type;
}
