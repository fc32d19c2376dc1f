// Keeps polls away from addresses that an outsider must not reach through this machine (server-side request forgery).
// Three doors are covered: URLs (Node never looks up an IP literal, so literals are checked apart), every answer of a
// DNS lookup, and the address that a socket really reached. Redirects pass the same doors.

import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { buildConnector } from 'undici';
import { StetError } from '../model/errors.ts';

/** Says why an address (text form, IPv4 or IPv6) is refused, as a noun phrase; `null` lets it pass. */
export type AddressRule = (address: string) => string | null;

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Looks a host name up; rejects with Node's DNS errors. */
export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>;

/** What serves secrets to machines of a hosting company. Refused even where private addresses are allowed: no feed is there. */
const METADATA = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '168.63.129.16',
  '100.100.100.200',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
]);

/** Ranges that `allowPrivate` opens, with their names for people. */
const PRIVATE_RANGES = new Map([
  ['loopback', 'a loopback address'],
  ['private', 'a private address'],
  ['uniqueLocal', 'a private address'],
  ['linkLocal', 'a link-local address'],
  ['carrierGradeNat', 'a carrier-grade NAT address'],
]);

const CLOSED_RANGES = new Map([
  ['unspecified', 'the unspecified address'],
  ['multicast', 'a multicast address'],
  ['broadcast', 'the broadcast address'],
]);

/** Lets global unicast addresses pass, and with `allowPrivate` private, loopback, link-local and carrier-grade NAT ones. */
export function addressRule(allowPrivate: boolean): AddressRule {
  return (address) => {
    if (!ipaddr.isValid(address)) return 'not an IP address';
    const bare = unwrap(ipaddr.parse(address));
    if (METADATA.has(withoutZone(bare))) return 'a metadata service of a hosting company';
    const range = bare.range();
    const asPrivate = PRIVATE_RANGES.get(range);
    if (asPrivate !== undefined) return allowPrivate ? null : asPrivate;
    if (range === 'unicast' && isGlobal(bare)) return null;
    return CLOSED_RANGES.get(range) ?? 'a reserved address';
  };
}

type Address = ReturnType<typeof ipaddr.parse>;

/**
 * The IPv4 address inside an IPv6 one: mapped and compatible (RFC 4291 §2.5.5), NAT64 (RFC 6052, well-known prefix),
 * SIIT (RFC 2765) and 6to4 (RFC 3056). Otherwise a gateway could be talked into reaching a private network.
 */
function unwrap(address: Address): Address {
  if (!(address instanceof ipaddr.IPv6)) return address;
  const bytes = address.toByteArray();
  switch (address.range()) {
    case 'ipv4Mapped':
    case 'rfc6145':
      return ipaddr.fromByteArray(bytes.slice(12));
    case 'rfc6052':
      // 64:ff9b:1::/48 (RFC 8215) is for local use and stays a reserved IPv6 address.
      return bytes.slice(4, 12).every((byte) => byte === 0) ? ipaddr.fromByteArray(bytes.slice(12)) : address;
    case '6to4':
      return ipaddr.fromByteArray(bytes.slice(2, 6));
    default:
      return address;
  }
}

/** 2000::/3 is all of IPv6 that is given out for global unicast. */
const isGlobal = (address: Address): boolean =>
  !(address instanceof ipaddr.IPv6) || ((address.parts[0] ?? 0) & 0xe000) === 0x2000;

const withoutZone = (address: Address): string => address.toString().replace(/%.*$/, '');

/**
 * Checks what can be checked before a connection: the scheme, and a host that is an address. The WHATWG URL parser has
 * already turned decimal, octal, hexadecimal and shortened IPv4 forms into dotted ones.
 *
 * @throws {StetError} `scheme-refused`, `address-refused`
 */
export function checkUrl(url: URL, rule: AddressRule): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new StetError('scheme-refused', `Only http and https are polled, not ${url.protocol}`, {
      scheme: url.protocol,
    });
  }
  const host = withoutBrackets(url.hostname);
  if (isIP(host) !== 0) checkAddress(host, host, rule);
}

/** A connector for undici that reaches only addresses the rule lets pass. Fails with `address-refused`. */
export function guardedConnector(
  rule: AddressRule,
  connectTimeout: number,
  resolve: Resolve = systemResolve,
): buildConnector.connector {
  const connect = buildConnector({
    lookup: guardedLookup(rule, resolve),
    timeout: connectTimeout,
    allowH2: false,
  });
  return (options, callback) => {
    const host = withoutBrackets(options.hostname);
    const refusal = isIP(host) === 0 ? null : refused(host, host, rule);
    if (refusal !== null) return callback(refusal, null);
    connect(options, (...outcome) => {
      if (outcome[0] !== null) return callback(...outcome);
      // The lookup has pinned the address already; this holds if a later Node should connect some other way.
      const reached = outcome[1].remoteAddress;
      const late = reached === undefined ? null : refused(host, reached, rule);
      if (late === null) return callback(...outcome);
      outcome[1].destroy();
      callback(late, null);
    });
  };
}

/**
 * A `lookup` for `net.connect`, which connects to exactly what it returns: a name that resolves differently a moment later
 * (DNS rebinding) gains nothing. One refused address refuses the name: an honest public host has none.
 */
function guardedLookup(rule: AddressRule, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (answers) => {
        const refusal = answers
          .map(({ address }) => refused(hostname, address, rule))
          .find((r) => r !== null);
        const first = answers[0];
        if (refusal !== undefined) callback(refusal, '', 0);
        else if (first === undefined) callback(noAddress(hostname), '', 0);
        else if (options.all) callback(null, [...answers]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error instanceof Error ? error : noAddress(hostname), '', 0),
    );
  };
}

const systemResolve: Resolve = (hostname) =>
  new Promise((done, fail) => {
    lookup(hostname, { all: true }, (error, answers) => (error === null ? done(answers) : fail(error)));
  });

function checkAddress(host: string, address: string, rule: AddressRule): void {
  const refusal = refused(host, address, rule);
  if (refusal !== null) throw refusal;
}

function refused(host: string, address: string, rule: AddressRule): StetError | null {
  const why = rule(address);
  if (why === null) return null;
  const named = host === address ? address : `${host} (${address})`;
  return new StetError(
    'address-refused',
    `${named} is ${why}, which this source may not reach without allow_private: true`,
    {
      host,
      address,
    },
  );
}

const noAddress = (host: string): StetError =>
  new StetError('dns-not-found', `The name ${host} has no address`, { host });

const withoutBrackets = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, '$1');
