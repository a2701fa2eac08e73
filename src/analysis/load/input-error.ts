/**
 * Input that cannot be read: a file that is missing, too large or malformed, a folder that is no cloud assembly.
 *
 * The message is for people: it names the file and says what was expected.
 */
export class InputError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InputError';
  }
}
