/** Something that could be known, or the reason why it is not. */
export type Known<T> = { readonly known: true; readonly value: T } | { readonly known: false; readonly reason: string };
