/** Returns whether a number is whole and lies between two others, both included. */
export function isWithin(value: number, lowest: number, highest: number): boolean {
  return Number.isInteger(value) && lowest <= value && value <= highest;
}
