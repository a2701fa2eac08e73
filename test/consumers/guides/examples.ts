/** Code between fences in a document. */
export interface Example {
  readonly document: string;

  /** The line of the fence. */
  readonly line: number;
  readonly code: string;
}

/** A file to compile or to run. */
export interface ExampleFile {
  readonly name: string;
  readonly text: string;
}

const FENCE = /^( *)```(.*)\n([\s\S]*?)^\1```/gm;
const PARAMETERS = [
  'software.amazon.awscdk.App app', 'software.amazon.awscdk.Stack stack', 'io.github.cdklambdanetwork.PrivateLambdaNetwork network',
].join(', ');

/** The examples of a language in a document. None can be left out: a fence has the name of the language and nothing more. */
export function examplesIn(document: string, text: string, language: string): Example[] {
  const fences = [...text.matchAll(FENCE)].map(({ index, 1: indent, 2: info, 3: body }) => ({
    info, line: text.slice(0, index).split('\n').length, code: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));
  return fences.filter(({ info }) => new RegExp(`^${language}\\b`).test(info)).map(({ info, line, code }) => {
    if (info !== language) {
      throw new Error(`${document}:${line}: a fence of ${language} says '${language}' and nothing else, so that it is checked; this one says '${info}'`);
    }
    return { document, line, code };
  });
}

/** A program. Its lines have the numbers that they have in the document, so that errors point there. */
export function pythonFile({ document, line, code }: Example): ExampleFile {
  return { name: `${document.replaceAll('/', '--')}.${line}.py`, text: '\n'.repeat(line) + code };
}

/** A class: imports, and statements as the body of a method that is given an app, a stack and a network. Lines keep their numbers too. */
export function javaFile({ document, line, code }: Example): ExampleFile {
  const name = `${document.replaceAll(/\W+/g, '_')}_${line}`;
  const statements = code.search(/^(?!import |\n)/m);
  const head = `final class ${name} { static void example(${PARAMETERS}) throws Exception { `;
  return { name: `${name}.java`, text: `${'\n'.repeat(line)}${code.slice(0, statements)}${head}${code.slice(statements)}}}\n` };
}
