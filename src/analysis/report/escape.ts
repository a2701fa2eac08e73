/*
 * Models: the rim at which text leaves this program. Whoever wrote a template chose its names, and whoever reads a report trusts its terminal and its pipeline.
 * Law: a line that is written has printable characters alone, in the order in which they are seen, and is no command to a pipeline. What is escaped
 * can be recognized and read back: `\u{202e}` stands for one character, and nothing else is spelled so.
 * Refuses: to know which part of a line is a name. Every line goes through here.
 */

/**
 * Everything that a terminal takes for a command, that changes the order of the others, or that is not seen: controls, formats such as bidirectional marks,
 * separators of lines and paragraphs, spaces other than the one, halves of surrogates, and what Unicode says to ignore or has not assigned.
 */
const UNPRINTABLE = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** The beginning of something that is spelled like an escape. */
const LIKE_AN_ESCAPE = /\\(?=u\{)/;

/** Azure Pipelines, TeamCity and the first version of GitHub's commands look for these anywhere in a line: `##[error]`, `##vso[task.complete]`. */
const COMMAND = /#(?=#\w*\[)/;

/** GitHub takes a line that begins so for a command, and Markdown one for the end of a block of code. */
const COMMAND_AT_THE_BEGINNING = /^( *)(:(?=:)|`(?=``)|~(?=~~))/;

const ESCAPED = new RegExp(`(?! )(?:${[UNPRINTABLE, LIKE_AN_ESCAPE, COMMAND].map(({ source }) => source).join('|')})`, 'gu');

/** A text as one line without commands and with nothing that is not seen. */
export function escapeLine(text: string): string {
  return text.replace(ESCAPED, escapeCharacter)
    .replace(COMMAND_AT_THE_BEGINNING, (_, indentation: string, first: string) => indentation + escapeCharacter(first));
}

/** Lines as the text that is written: no line breaks but between them, and one at the end. */
export function spellLines(lines: readonly string[]): string {
  return lines.map((line) => `${escapeLine(line)}\n`).join('');
}

/** A text of JSON that says the same, with nothing in its strings that is not seen and no commands. */
export function escapeJson(text: string): string {
  return text.replace(ESCAPED_IN_JSON, (found) => found.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''));
}

/** Line breaks and spaces stand between the strings of JSON; inside of them JSON escapes line breaks itself. */
const ESCAPED_IN_JSON = new RegExp(`(?![ \\n])(?:${[UNPRINTABLE, COMMAND].map(({ source }) => source).join('|')})`, 'gu');

/** A part of a line of XML, as text or as the value of an attribute. What XML cannot spell is escaped with the line. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A line as Markdown shows it: nothing in it is a tag, a link, a mention, an emphasis or code. */
export function escapeMarkdown(line: string): string {
  return escapeLine(line).replace(/[\\`*_{}[\]<>#|~!&@]/g, (mark) => ENTITIES[mark] ?? `\\${mark}`);
}

const ENTITIES: Readonly<Record<string, string>> = { '@': '&#64;', '<': '&lt;', '>': '&gt;', '&': '&amp;' };

function escapeCharacter(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
