import { Reference, Tokenization } from 'aws-cdk-lib';

/** The reference that a text consists of; undefined when it is anything else, or more than that. */
export function soleReference(text: string): Reference | undefined {
  const fragments = Tokenization.reverseString(text);
  const token = fragments.length === 1 ? fragments.firstToken : undefined;
  return token !== undefined && Reference.isReference(token) ? token : undefined;
}
