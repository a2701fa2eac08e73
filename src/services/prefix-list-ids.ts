/** Tells whether a text is the id of a prefix list in AWS, and not its name. */
export function isPrefixListId(text: string): boolean {
  return /^pl-[0-9a-f]+$/.test(text);
}
