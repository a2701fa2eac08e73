/*
 * Stands in for a program that recipes call: it knows the flags of the real one that are meant here and refuses every other one, does what the next line
 * relies on, and writes the call down. Called as `node stand-in.js <name> <arguments>`; the folder of the test is in RECIPE.
 */
const { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } = require('fs');
const { basename, join } = require('path');

const FOLDER = process.env.RECIPE;
const [name, ...args] = process.argv.slice(2);

/** Split arguments into words and flags; those of `values` have one, those of `flags` do not. */
function parse(argv, flags, values = []) {
  const words = [];
  const given = {};
  for (let place = 0; place < argv.length; place++) {
    const each = argv[place];
    if (values.includes(each)) {
      given[each] = argv[++place];
    } else if (flags.includes(each)) {
      given[each] = true;
    } else if (each.startsWith('-')) {
      refuse(`does not know ${each}`);
    } else {
      words.push(each);
    }
  }
  return { words, given };
}

function refuse(why) {
  process.stderr.write(`stand-in for ${name}: ${why}: ${args.join(' ')}\n`);
  process.exit(64);
}

function record(call) {
  appendFileSync(join(FOLDER, 'calls.jsonl'), `${JSON.stringify({ name, ...call })}\n`);
}

const state = () => JSON.parse(readFileSync(join(FOLDER, 'state.json'), 'utf8'));

const PROGRAMS = {
  npm: () => {
    const { words } = parse(args, []);
    return words.join(' ') === 'ci' ? record({ call: 'ci' }) : refuse('is only asked to install what is locked');
  },
  npx: () => {
    if (args[0] !== 'cdk' || args[1] !== 'synth') {
      refuse('runs the CDK to synthesize, and nothing else');
    }
    parse(args.slice(2), ['--quiet', '--no-lookups']);
    const side = basename(process.cwd()) === 'base' ? 'base' : 'head';
    record({ call: 'synth', side });
    const { synthesis } = state();
    if (synthesis !== 'broken') {
      cpSync(join(FOLDER, 'saved', side), 'cdk.out', { recursive: true });
      writeFileSync('cdk.out/validation-report.json', '{}');
    }
    process.exit(synthesis === 'passes' ? 0 : 1);
  },
  git: () => {
    const { words: [command, action, path, commit] } = parse(args, []);
    if (command !== 'worktree' || action !== 'add' || !state().commits.includes(commit)) {
      refuse('only makes a work tree of a commit that is there');
    }
    mkdirSync(path);
    record({ call: 'worktree', path, commit });
  },
  gh: () => {
    const { words: [command, path], given } = parse(args, ['--paginate', '--silent'], ['--jq', '--method', '--field']);
    if (command !== 'api') {
      refuse('only calls the API');
    }
    const method = given['--method'] ?? (given['--field'] === undefined ? 'GET' : 'POST');
    record({ call: method, path, ...given['--field'] === undefined ? {} : { body: read(given['--field'], 'body=@') } });
    if (method === 'GET') {
      const marker = /startswith\("([^"]*)"\)/.exec(given['--jq'])?.[1] ?? refuse('is asked for the comment with the marker');
      process.stdout.write(state().comments.filter(({ body }) => body.startsWith(marker)).map(({ id }) => `${id}\n`).join(''));
    }
  },
  curl: () => {
    const { words: [url], given } = parse(args, ['--silent', '--show-error', '--fail'], ['--header', '--output', '--request', '--data-urlencode']);
    if (given['--header'] !== 'PRIVATE-TOKEN: secret' || given['--fail'] !== true) {
      refuse('is called with the token, and has to fail where the server does');
    }
    const method = given['--request'] ?? 'GET';
    record({ call: method, path: url, ...given['--data-urlencode'] === undefined ? {} : { body: read(given['--data-urlencode'], 'body@') } });
    writeFileSync(given['--output'], JSON.stringify(method === 'GET' ? state().comments : {}));
  },
  aws: () => {
    const { words: [service, command, from, to], given } = parse(args, ['--recursive', '--only-show-errors']);
    if (service !== 's3' || command !== 'cp') {
      refuse('only copies');
    }
    record({ call: 'cp', from, to, recursive: given['--recursive'] === true });
    const local = (path) => path.startsWith('s3://') ? join(FOLDER, path.slice('s3://'.length)) : path;
    const isFolder = from.endsWith('/');
    if (isFolder !== (given['--recursive'] === true)) {
      refuse('copies folders with --recursive, and files without');
    }
    // nothing at that prefix is nothing to copy, and no error
    if (isFolder ? existsSync(local(from)) : true) {
      cpSync(local(from), local(to), { recursive: isFolder });
    }
  },
};

/** What a flag sends from a file. */
function read(value, prefix) {
  return value.startsWith(prefix) ? readFileSync(value.slice(prefix.length), 'utf8') : refuse(`sends the body from a file, ${prefix}…`);
}

PROGRAMS[name]();
