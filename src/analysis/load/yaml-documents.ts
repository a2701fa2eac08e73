import type { Document, ParsedNode, YAMLError } from 'yaml';
import { Composer, Lexer, LineCounter, Parser } from 'yaml';
import { InputError } from './input-error';

/*
 * Models: the documents of a YAML text. CloudFormation and its tools read YAML as PyYAML and SnakeYAML do, for which indentation means nothing inside of a
 * flow collection or of a quoted text; the specification, which `yaml` follows, wants such lines indented more than what they belong to.
 * Law: what the specification accepts is read as it says; only what it refuses is tried without that one rule, and what is refused then too
 * is refused with the words of the specification.
 * Refuses: a text of several documents. CloudFormation takes one, so which of them would be deployed nobody can say.
 */

/** Tags of YAML 1.1 that CloudFormation does not know. */
const FOREIGN_TAGS = ['timestamp', 'binary', 'omap', 'pairs', 'set'];

/** The parts of the lexer that look at the indentation of what is around a flow collection or a quoted text. */
const INDENTED = ['parseFlowCollection', 'parseQuotedScalar', 'parsePlainScalar'] as const;

/** What of the lexer is no public interface. `yaml` is a dependency that is bundled, and tests hold the forms that hang on it. */
type LexerInside = Record<typeof INDENTED[number], () => Generator<string, unknown, unknown>> & { indentNext: number; flowLevel: number };

type Documents = readonly Document.Parsed<ParsedNode>[];

/** The only document of a text that has anything in it. */
export function yamlDocument(text: string, path: string): Document.Parsed<ParsedNode> {
  const lines = new LineCounter();
  const strict = compose(text, path, new Lexer(), lines);
  const [error] = errorsOf(strict);
  const documents = error === undefined ? strict : compose(text, path, lenientLexer(), new LineCounter());
  if (error !== undefined && errorsOf(documents).length > 0) {
    throw new InputError(`${path} is not YAML: ${error.message.split('\n')[0]}${placeOf(error.pos[0], lines)}`);
  }
  const filled = documents.filter(({ contents }) => contents !== null && contents.range[0] !== contents.range[1]);
  if (filled.length > 1) {
    throw new InputError(`${path} holds ${filled.length} YAML documents, and a template is one${placeOf(filled[1].contents!.range[0], lines)}: write each into a file of its own`);
  }
  return filled[0] ?? documents[0];
}

function compose(text: string, path: string, lexer: Lexer, lines: LineCounter): Documents {
  const composer = new Composer<ParsedNode>({
    version: '1.1', schema: 'yaml-1.1', uniqueKeys: false, logLevel: 'silent',
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' ? !FOREIGN_TAGS.includes(tag) : !FOREIGN_TAGS.some((name) => tag.tag.endsWith(`:${name}`))),
  });
  try {
    return [...composer.compose(tokens(text, lexer, lines), true, text.length)];
  } catch (error: unknown) {
    throw new InputError(`${path} is not YAML: ${error instanceof RangeError ? 'it is nested too deeply' : error instanceof Error ? error.message : String(error)}`);
  }
}

function* tokens(text: string, lexer: Lexer, lines: LineCounter) {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  for (const lexeme of lexer.lex(text)) {
    yield* parser.next(lexeme);
  }
  yield* parser.end();
}

function lenientLexer(): Lexer {
  const lexer = new Lexer();
  const inside = lexer as unknown as LexerInside;
  for (const name of INDENTED) {
    const strict = inside[name].bind(lexer);
    inside[name] = function* () {
      const kept = inside.indentNext;
      if (name !== 'parsePlainScalar' || inside.flowLevel > 0) {
        inside.indentNext = 0;
      }
      const next = yield* strict();
      inside.indentNext = kept;
      return next;
    };
  }
  return lexer;
}

function errorsOf(documents: Documents): readonly YAMLError[] {
  return documents.flatMap(({ errors }) => errors);
}

function placeOf(offset: number, lines: LineCounter): string {
  const { line, col } = lines.linePos(offset);
  return line === 0 ? '' : ` (line ${line}, column ${col})`;
}
