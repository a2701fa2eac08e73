import type { Value } from './value';
import { concatenate, isComposite, literalText } from './value';

/** The values that stand in one text with commas between them. */
export function separatedByCommas(value: Value): readonly Value[] {
  const parts = isComposite(value) && value.kind === 'text' ? value.parts : [value];
  const values: Value[][] = [[]];
  for (const part of parts) {
    const [first, ...others] = typeof part === 'string' ? part.split(',') : [part];
    values[values.length - 1].push(first);
    others.forEach((other) => values.push([other]));
  }
  return values.map(concatenate).filter((each) => literalText(each)?.trim() !== '');
}
