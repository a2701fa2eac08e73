import { examplesIn, javaFile, pythonFile } from './examples';

const GUIDE = [
  '# Guide',
  '```python',
  'print(1)',
  '```',
  '1. In a list',
  '',
  '   ```python',
  '   if True:',
  '       print(2)',
  '   ```',
  '```javascript',
  'print(3)',
  '```',
  '```java',
  'import java.util.List;',
  '',
  'import java.util.Map;',
  '',
  '// of one',
  'List.of(1);',
  '```',
  '',
].join('\n');

test('examples are found in lists too, without their indent, and at their lines', () => {
  expect(examplesIn('guide.md', GUIDE, 'python')).toEqual([
    { document: 'guide.md', line: 2, code: 'print(1)\n' },
    { document: 'guide.md', line: 7, code: 'if True:\n    print(2)\n' },
  ]);
});

test('JavaScript is not Java', () => {
  expect(examplesIn('guide.md', GUIDE, 'java')).toHaveLength(1);
});

test.each(['python noplay', 'python title="x"', 'python '])('a fence that says %j is no way around the check', (info) => {
  expect(() => examplesIn('guide.md', GUIDE.replace('```python', `\`\`\`${info}`), 'python')).toThrow(/^guide\.md:2: a fence of python says 'python'/);
});

test('Python keeps its lines', () => {
  const [, example] = examplesIn('docs/guide.md', GUIDE, 'python');
  const { name, text } = pythonFile(example);
  expect(name).toBe('docs--guide.md.7.py');
  expect(text.split('\n')[7]).toBe('if True:');
});

test('Java becomes the body of a method below its imports, and keeps its lines', () => {
  const { name, text } = javaFile(examplesIn('docs/guide.md', GUIDE, 'java')[0]);
  const lines = text.split('\n');
  expect(name).toBe('docs_guide_md_14.java');
  expect([lines[14], lines[16], lines[19]]).toEqual(['import java.util.List;', 'import java.util.Map;', 'List.of(1);']);
  expect(lines[18]).toMatch(/^final class docs_guide_md_14 \{ static void example\(.*App app, .*Stack stack, .*PrivateLambdaNetwork network\).* \{ \/\/ of one$/);
  expect(lines[20]).toBe('}}');
});

test('Java without imports is a body too', () => {
  expect(javaFile({ document: 'a.md', line: 1, code: 'app.synth();\n' }).text).toMatch(/^\nfinal class a_md_1 .*\{ app\.synth\(\);\n\}\}\n$/);
});
