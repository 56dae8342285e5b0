/** Elements made in one expression. Text is always text; HTML comes in through `sanitize.ts` only. */

type Child = Node | string | undefined;

export interface Attributes {
  readonly class?: string;
  readonly [attribute: string]: string | undefined;
}

/** An element with attributes and children; undefined ones are left out. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) {
      made.setAttribute(name, value);
    }
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** Whether the keyboard is in an element; one inside of a component counts as the component. */
export function hasFocus(root: Element): boolean {
  return root.contains(document.activeElement);
}

/** A text whose `{0}`, `{1}` are filled in. */
export function fill(text: string, ...values: readonly (string | number)[]): string {
  return text.replace(/\{(\d)\}/g, (placeholder, index: string) => String(values[Number(index)] ?? placeholder));
}
