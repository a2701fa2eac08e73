import type { Snapshot } from './snapshot';

/*
 * Models: a snapshot as text: JSON with a line for each thing, so that what changes shows in a comparison.
 */

/** The text of the file. */
export function spellSnapshot({ sections, ...head }: Snapshot): string {
  const lines = Object.entries(head).filter(([, value]) => value !== undefined).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`);
  const parts = Object.entries(sections).map(([name, items]) =>
    `    ${JSON.stringify(name)}: ${items.length === 0 ? '[]' : `[\n${items.map((item) => `      ${JSON.stringify(item)}`).join(',\n')}\n    ]`}`);
  return `{\n${lines.join('\n')}\n  "sections": {\n${parts.join(',\n')}\n  }\n}\n`;
}
