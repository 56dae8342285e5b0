/** The panel's icons as strokes on a grid of 16: drawn in the text's colour, so that every theme fits. */

const strokes = {
  send: ['M2.5 8h10', 'M8.5 4l4 4-4 4'],
  stop: ['M4.5 4.5h7v7h-7z'],
  copy: ['M5.5 5.5h7v8h-7z', 'M10.5 5.5v-3h-7v8h2'],
  check: ['M3 8.5l3.5 3.5L13 4.5'],
  insert: ['M2.5 3.5h11', 'M2.5 12.5h11', 'M8 10.5v-5', 'M6 7.5l2-2 2 2'],
  apply: ['M4.5 2.5h5l3 3v8h-8z', 'M6.5 9l1.5 1.5 2.5-3'],
  file: ['M4.5 2.5h5l3 3v8h-8z', 'M9 2.5v3.5h3.5', 'M8.5 8v4', 'M6.5 10h4'],
  terminal: ['M2.5 3.5h11v9h-11z', 'M4.5 6l2 2-2 2', 'M8 10.5h3'],
  wrap: ['M2.5 4.5h11', 'M2.5 8h8.5a2 2 0 0 1 0 4H8', 'M9.5 10.5L8 12l1.5 1.5', 'M2.5 12h3'],
  edit: ['M10.5 3l2.5 2.5-7 7-3 .5.5-3z'],
  again: ['M12.5 8a4.5 4.5 0 1 1-1.5-3.4', 'M11.5 2v3h-3'],
  resume: ['M4.5 3.5l7 4.5-7 4.5z'],
  good: ['M2.5 7.5h2.5v6h-2.5z', 'M5 8l2.5-5.5c1.2 0 1.8.8 1.6 2L8.7 6.5h4.2l-1 6.2-.8.8H5'],
  bad: ['M2.5 8.500h2.5v-6h-2.5z', 'M5 8l2.5 5.500c1.200 0 1.800-.8 1.600-2L8.700 9.500h4.200l-1-6.200-.8-.8H5'],
  previous: ['M9.500 4.500L6 8l3.500 3.500'],
  next: ['M6.500 4.500L10 8l-3.500 3.500'],
  down: ['M8 3v9', 'M4.500 8.500L8 12l3.500-3.500'],
  remove: ['M4.500 4.500l7 7', 'M11.500 4.500l-7 7'],
  add: ['M8 3.500v9', 'M3.500 8h9'],
  globe: [
    'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11',
    'M2.5 8h11',
    'M8 2.5c-3.5 3.5-3.5 7.5 0 11',
    'M8 2.5c3.5 3.5 3.5 7.5 0 11',
  ],
  model: ['M8 2l5.500 3v6L8 14l-5.500-3V5z', 'M2.500 5L8 8l5.500-3', 'M8 8v6'],
  hand: [
    'M5 8.500V4.500a1 1 0 0 1 2 0v3-4.500a1 1 0 0 1 2 0v4.500-4a1 1 0 0 1 2 0v5c0 3-1.500 5-4 5-2 0-3-1.200-4.500-4.500a1 1 0 0 1 1.700-.800z',
  ],
  back: ['M6 3.500L3 6.500l3 3', 'M3 6.500h6a4 4 0 0 1 0 7.500H6'],
  forth: ['M10 3.500l3 3-3 3', 'M13 6.500H7a4 4 0 0 0 0 7.500h3'],
} as const;

export type IconName = keyof typeof strokes;

const namespace = 'http://www.w3.org/2000/svg';

/** A decoration: whoever shows it says in words what it means. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(namespace, 'svg');
  for (const [attribute, value] of [
    ['viewBox', '0 0 16 16'],
    ['class', 'icon'],
    ['aria-hidden', 'true'],
    ['focusable', 'false'],
  ] as const) {
    svg.setAttribute(attribute, value);
  }
  for (const d of strokes[name]) {
    const path = document.createElementNS(namespace, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}
