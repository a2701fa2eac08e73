/** The two families of Internet Protocol addresses. */
export enum AddressFamily {
  /** IPv4 (RFC 791). */
  IPV4 = 'ipv4',

  /** IPv6 (RFC 8200). */
  IPV6 = 'ipv6',
}
