import { Aws, Lazy, Token } from 'aws-cdk-lib';
import { isEncodedToken } from '../../src/address-plan/encoded-token';

describe('N12: a value that is known only at deployment is told from a literal', () => {
  test.each([
    ['a reference', Aws.REGION],
    ['a lazy string', Lazy.string({ produce: () => '10.0.0.0/16' })],
    ['a token in a text', `${Token.asString({ Ref: 'Octet' })}.0.0.0/16`],
    ['a number', Token.asNumber({ Ref: 'Netmask' })],
    ['a lazy number', Lazy.number({ produce: () => 16 })],
  ])('%s is a token', (_, value) => {
    expect(Token.isUnresolved(value)).toBe(true);
    expect(isEncodedToken(value)).toBe(true);
  });

  test.each(['10.0.0.0/16', '', '${AWS::Region}', 'Token', 0, -1, 16, NaN, Infinity, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])('%p is a literal', (value) => {
    expect(isEncodedToken(value)).toBe(false);
  });
});
