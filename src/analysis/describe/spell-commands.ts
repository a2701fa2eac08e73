import type { Call } from './calls';
import { EXPORTS_CALL, FUNCTIONS_CALL, LISTED, attributeCalls, entryCalls, finderCalls, listCall, parameterCalls, transitCalls } from './calls';
import type { NamedThings } from './named-things';

/*
 * Models: the calls for whoever makes them by hand or elsewhere: each writes the file of its part, so that the folder can be given with --from. What only an answer tells stands in
 * capitals.
 */

/** The commands, a line each. */
export function spellCommands(named: NamedThings & { readonly vpcs: readonly string[] }, options: readonly string[]): string {
  const known = [...new Set([...named.vpcs, ...named.ids.filter((id) => id.startsWith('vpc-'))])];
  const vpcs = known.length === 0 ? ['VPC_ID'] : known;
  const line = (call: Call, file: string) => `aws ${[...call.argv, '--output', 'json', ...options].map(quoted).join(' ')} > ${file}`;
  const finders = finderCalls(named.ids);
  const parent = (call: Call) => line(call, `${call.section}.${call.parent}${call.section === 'VpcAttributes' ? `.${call.argv[call.argv.length - 1]}` : ''}.json`);
  return [
    ...finders.length === 0 ? [] : ['# the VPCs of what the templates name: VpcId in these answers'], ...finders.map((call) => line(call, '/dev/stdout')),
    '# what is in the VPCs', ...LISTED.map((name) => line(listCall(name, vpcs), `${name}.json`)), ...attributeCalls(vpcs).map(parent),
    '# once for each table in TransitGatewayRouteTables.json', ...transitCalls(['TGW_RTB_ID']).map(parent),
    '# once for each list in ManagedPrefixLists.json that rules or routes name', ...entryCalls(['PL_ID']).map(parent),
    ...named.parameters.length === 0 && named.exports.length === 0 ? [] : ['# values by name'],
    ...parameterCalls(named.parameters).slice(0, 1).map((call) => line(call, 'Parameters.json')), ...named.exports.length === 0 ? [] : [line(EXPORTS_CALL, 'Exports.json')],
    '# functions and their published versions, for check --functions and for interfaces', line(FUNCTIONS_CALL, 'Functions.json'), '',
  ].join('\n');
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replace(/'/g, '\'\\\'\'')}'`;
}
