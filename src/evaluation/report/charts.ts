/** The page's plots as SVG, drawn without a browser. */
import { BarChart, CustomChart, ScatterChart } from 'echarts/charts';
import { GridComponent, TitleComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Estimate } from '../statistics/passAtK';

use([BarChart, CustomChart, ScatterChart, GridComponent, TitleComponent, SVGRenderer]);

export interface ChartRow {
  readonly name: string;
  /** From 0 to 1. */
  readonly value: number;
  /** Of the 95 % interval; undefined = only the value is known. */
  readonly interval?: Estimate | undefined;
  readonly isOwn: boolean;
}

const ownColour = '#2f6fde';
const otherColour = '#9aa4b2';
/** Of texts and of lines; the page puts the theme's own in their place. */
export const inkColour = '#6b7280';
export const lineColour = '#dbdee4';
const rowHeight = 30;
const lines = { splitLine: { lineStyle: { color: lineColour } } } as const;
const axis = { axisLine: { lineStyle: { color: inkColour } } } as const;

/** Shares as bars, with their intervals where they have one. */
export function shareChart(rows: readonly ChartRow[], width = 760): string {
  const percent = (share: number): number => Math.round(share * 1000) / 10;
  const shown = [...rows].reverse();
  // The figure stands with the name, where no interval is drawn across it.
  const names = shown.map(({ name, value }) => `${name}  ${percent(value).toFixed(1)}`);
  return svg(
    {
      grid: { left: 24, right: 40, top: 8, bottom: 24, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: { type: 'value', min: 0, max: 100, axisLabel: { formatter: '{value} %', color: inkColour }, ...lines },
      yAxis: {
        type: 'category',
        data: names,
        axisLabel: { width: 280, overflow: 'truncate', color: inkColour },
        ...axis,
      },
      series: [
        {
          type: 'bar',
          barMaxWidth: 18,
          data: shown.map(({ value, isOwn }) => ({
            value: percent(value),
            itemStyle: { color: isOwn ? ownColour : otherColour },
          })),
        },
        {
          type: 'custom',
          z: 10,
          data: shown.flatMap(({ interval }, at) =>
            interval === undefined ? [] : [[percent(interval.low), percent(interval.high), at]],
          ),
          renderItem: whisker,
        },
      ],
    },
    width,
    rows.length * rowHeight + 40,
  );
}

/** How many samples ended in which way. */
export function countChart(rows: readonly { readonly name: string; readonly count: number }[], width = 760): string {
  const shown = [...rows].reverse();
  return svg(
    {
      grid: { left: 24, right: 40, top: 8, bottom: 24, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: { type: 'value', minInterval: 1, axisLabel: { color: inkColour }, ...lines },
      yAxis: { type: 'category', data: shown.map(({ name }) => name), axisLabel: { color: inkColour }, ...axis },
      series: [
        {
          type: 'bar',
          barMaxWidth: 18,
          data: shown.map(({ count }) => count),
          itemStyle: { color: '#d97706' },
          label: { show: true, position: 'right', color: inkColour },
        },
      ],
    },
    width,
    rows.length * rowHeight + 40,
  );
}

interface RenderInterface {
  value(dimension: number): number;
  coord(point: readonly number[]): readonly number[];
}

/** The line of an interval with its two ends. */
function whisker(_: unknown, api: RenderInterface) {
  const at = api.value(2);
  const [low = 0, y = 0] = api.coord([api.value(0), at]);
  const [high = 0] = api.coord([api.value(1), at]);
  const line = (x1: number, y1: number, x2: number, y2: number) => ({
    type: 'line',
    shape: { x1, y1, x2, y2 },
    style: { stroke: inkColour, lineWidth: 1.5 },
  });
  return {
    type: 'group',
    children: [line(low, y, high, y), line(low, y - 5, low, y + 5), line(high, y - 5, high, y + 5)],
  };
}

function svg(option: EChartsCoreOption, width: number, height: number): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, ...option });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
