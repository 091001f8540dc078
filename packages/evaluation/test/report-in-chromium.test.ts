import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  chooseThreshold,
  compareModels,
  evaluateModel,
  metricIntervals,
  renderEvaluationReport,
  sliceByBands,
  sliceMetrics,
} from '../src/index.ts';
import { fraudRows } from '../src/testing/fraud-rows.ts';
import { findChromium, openChromium } from './chromium.ts';

const executable = findChromium();
const screens = [
  { name: 'desktop', width: 1280, height: 800 },
  { name: 'phone', width: 390, height: 844 },
] as const;

async function writeReport(file: string): Promise<void> {
  const n = 3000;
  const rows = fraudRows(n);
  const gates = [
    'average_precision >= 0.7',
    'recall: lower bound >= 0.999',
    'delta_recall vs champion: lower bound > -1',
  ];
  const options = { method: 'by-day' } as const;
  const intervals = metricIntervals(rows, options);
  const paired = compareModels(rows, rows, options);
  const html = await renderEvaluationReport({
    title: 'run-01jc9v0000-abcdefghjk',
    evaluation: evaluateModel({ ...rows, gates, intervalMethod: 'by-day', comparisons: { champion: paired } }),
    rows: { ...rows, intervals },
    costsAssumed: true,
    choice: chooseThreshold({ ...rows, strategy: 'min-cost' }),
    comparison: { name: 'champion', paired },
    slices: sliceMetrics(rows, [sliceByBands('amount', rows.amount)]),
    importance: {
      method: 'permutation',
      unit: 'fall of average precision',
      features: Array.from({ length: 12 }, (_, i) => ({ feature: `customer_feature_${i}`, value: 0.2 / (i + 1) })),
    },
    explanations: [
      { row: 7, score: 0.9, truth: 1, reasons: [{ feature: 'a', value: 1, contribution: 1, text: 'a is 1: why' }] },
    ],
    facts: [['parameters', 'num_round 100, max_depth 6, '.repeat(20)]],
    createdAt: '2026-01-31',
  });
  await writeFile(file, html);
}

/** The value of an expression in the page; as text, because only the page knows the DOM. */
function evaluate<T>(page: Page, expression: string): Promise<T> {
  return page.evaluate(expression);
}

describe.skipIf(executable === undefined)('the report in Chromium', () => {
  let folder: string;
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-report-page-'));
    await writeReport(join(folder, 'report.html'));
    url = pathToFileURL(join(folder, 'report.html')).href;
    browser = await openChromium(executable!);
  });

  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** The report, with everything that it asked for or complained about. */
  async function open(
    options: Parameters<Browser['newPage']>[0],
    at = url,
  ): Promise<{ page: Page; asked: string[]; complaints: string[] }> {
    const page = await browser.newPage({ ...options, offline: true });
    const asked: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => {
      if (request.url() !== at && !request.url().startsWith('data:')) asked.push(request.url());
    });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(at, { waitUntil: 'load' });
    return { page, asked, complaints };
  }

  it.each(screens)('asks for nothing, complains of nothing and shows the decision first on a $name', async (screen) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, asked, complaints } = await open({ viewport: screen, colorScheme });
      expect(asked).toEqual([]);
      expect(complaints).toEqual([]);
      const decision = page.locator('.decision strong');
      expect(await decision.innerText()).toBe('Must not go to production');
      const box = (await decision.boundingBox())!;
      expect(box.y + box.height).toBeLessThan(screen.height / 2);
      const first = (await page.locator('h2, svg, table').first().boundingBox())!;
      expect(first.y).toBeGreaterThan(box.y);
      const { scrollWidth, hidden, images } = await evaluate<{
        hidden: string[];
        scrollWidth: number;
        images: { paper: string; width: number }[];
      }>(
        page,
        `({
          scrollWidth: document.documentElement.scrollWidth,
          hidden: [...document.querySelectorAll('.gates td:last-child')]
            .filter((reason) => reason.getBoundingClientRect().right > innerWidth).map((reason) => reason.textContent),
          images: [...document.querySelectorAll('svg')].map((image) => (
            { paper: getComputedStyle(image.querySelector('rect')).fill, width: image.getBoundingClientRect().width })),
        })`,
      );
      expect(scrollWidth).toBeLessThanOrEqual(screen.width);
      expect(hidden).toEqual([]);
      const paper = colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(20, 24, 29)';
      expect(new Set(images.map((image) => image.paper))).toEqual(new Set([paper]));
      expect(Math.min(...images.map((image) => image.width))).toBeGreaterThan(100);
      await page.close();
    }
  });

  it('takes nothing of a hostile name for markup', async () => {
    const names = ['x id=', 'x id="a"', 'x fill=', '" onload="window.ran=1', '<img src=x onerror=window.ran=1>'];
    const rows = fraudRows(300);
    const file = join(folder, 'hostile.html');
    const html = await renderEvaluationReport({
      title: names[4]!,
      evaluation: evaluateModel(rows),
      rows,
      slices: [sliceMetrics(rows, [sliceByBands(names[0]!, rows.amount)])].flat(),
      importance: {
        method: 'permutation',
        unit: 'x',
        features: names.map((feature, i) => ({ feature, value: i + 1 })),
      },
      facts: [[names[3]!, names[4]!]],
      createdAt: '2026-01-31',
    });
    await writeFile(file, html);
    const { page, complaints } = await open({ viewport: screens[0] }, pathToFileURL(file).href);
    expect(complaints).toEqual([]);
    const { ran, bad, texts } = await evaluate<{ ran: boolean; bad: string[]; texts: string[] }>(
      page,
      `({
        ran: 'ran' in window,
        bad: [...document.querySelectorAll('*')].flatMap((element) => [
          ...(['SCRIPT', 'IMG'].includes(element.tagName) ? [element.tagName] : []),
          ...[...element.attributes].map(({ name }) => name).filter((name) => !/^[a-zA-Z][\\w:-]*$/.test(name) || name.startsWith('on')),
        ]),
        texts: [...document.querySelectorAll('svg text')].map((text) => text.textContent),
      })`,
    );
    expect(ran).toBe(false);
    expect(bad).toEqual([]);
    for (const name of names.slice(0, 4)) expect(texts).toContain(name);
    await page.close();
  });

  it('prints on white paper: the decision on the first page, nothing cut off', async () => {
    const { page } = await open({ viewport: { width: 1280, height: 800 }, colorScheme: 'dark' });
    const file = join(folder, 'report.pdf');
    const pdf = await page.pdf({ path: file, format: 'A4', printBackground: true, preferCSSPageSize: true });
    expect((pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length).toBeGreaterThanOrEqual(1);
    const { stdout: firstPage } = await promisify(execFile)('pdftotext', ['-layout', '-l', '1', file, '-']);
    expect(firstPage).toContain('Must not go to production');
    // Where the line breaks depends on the fonts of the machine.
    expect(firstPage.replaceAll(/\s+/g, ' ')).toContain('but must be at least 0.999');

    // The width of A4 within the margins of the page, at 96 px per inch.
    await page.setViewportSize({ width: 695, height: 1000 });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const printed = await evaluate<{ paper: string; width: number; dark: number; heights: number[]; breaks: string[] }>(
      page,
      `({
        paper: getComputedStyle(document.body).backgroundColor,
        width: document.documentElement.scrollWidth,
        dark: [...document.querySelectorAll('svg rect:first-of-type')].filter((of) => getComputedStyle(of).fill === 'rgb(20, 24, 29)').length,
        heights: [...document.querySelectorAll('.picture')].map((picture) => picture.getBoundingClientRect().height),
        breaks: [...document.querySelectorAll('.picture, .decision, tr')].map((part) => getComputedStyle(part).breakInside),
      })`,
    );
    expect(printed).toMatchObject({ paper: 'rgb(255, 255, 255)', dark: 0 });
    expect(printed.width).toBeLessThanOrEqual(695);
    expect(Math.max(...printed.heights)).toBeLessThan(900);
    expect(new Set(printed.breaks)).toEqual(new Set(['avoid']));
    await page.close();
  });
});
