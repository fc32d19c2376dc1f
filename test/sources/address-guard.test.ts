import fc from 'fast-check';
import { Agent, request } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { addressRule, checkUrl, guardedConnector, type Resolve } from '../../src/sources/address-guard.ts';
import { httpServer } from './support.ts';

const guarded = addressRule(false);
const trusting = addressRule(true);

describe('addresses', () => {
  it.each([
    '93.184.215.14',
    '8.8.8.8',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
    '2002:808:808::1',
  ])('lets the public address %s pass', (address) => {
    expect(guarded(address)).toBeNull();
    expect(trusting(address)).toBeNull();
  });

  it.each([
    '127.0.0.1',
    '127.255.255.254',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.1.1',
    '100.64.0.1',
    '100.127.255.255',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fdff::1',
    '::ffff:127.0.0.1',
    '::ffff:a00:1',
    '::127.0.0.1',
    '::ffff:0:10.0.0.1',
    '64:ff9b::10.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2002:c0a8:101::1',
  ])('refuses %s unless private addresses are allowed', (address) => {
    expect(guarded(address)).toMatch(/^a /);
    expect(trusting(address)).toBeNull();
  });

  it.each([
    '0.0.0.0',
    '0.1.2.3',
    '255.255.255.255',
    '224.0.0.1',
    '239.1.2.3',
    '240.0.0.1',
    '192.0.0.8',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.7',
    '::',
    '::ffff:0.0.0.0',
    'ff02::1',
    '2001:db8::1',
    '2001::1',
    '100::1',
    '3fff::1',
    '5f00::1',
    '4000::1',
    '64:ff9b:1::a00:1',
    'fec0::1',
    '2002:e000:1::',
    'not an address',
    '',
  ])('refuses %s always', (address) => {
    expect(guarded(address)).not.toBeNull();
    expect(trusting(address)).not.toBeNull();
  });

  it.each(['169.254.169.254', '::ffff:169.254.169.254', '168.63.129.16', '100.100.100.200', 'fd00:ec2::254'])(
    'refuses the metadata service at %s even where private addresses are allowed',
    (address) => {
      expect(guarded(address)).toBe('a metadata service of a hosting company');
      expect(trusting(address)).toBe('a metadata service of a hosting company');
    },
  );

  it('judges an IPv4 address the same in every IPv6 disguise', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(octet, octet, octet, octet, (a, b, c, d) => {
        const [high, low] = [((a << 8) | b).toString(16), ((c << 8) | d).toString(16)];
        const bare = guarded(`${a}.${b}.${c}.${d}`);
        expect(guarded(`::ffff:${high}:${low}`)).toBe(bare);
        expect(guarded(`64:ff9b::${high}:${low}`)).toBe(bare);
        expect(guarded(`2002:${high}:${low}::5`)).toBe(bare);
      }),
    );
  });
});

describe('URLs', () => {
  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://0x7f.1/',
    'http://127.1/',
    'http://127.0.0.1./',
    'http://１２７.０.０.１/',
    'http://%31%32%37.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:7f00:1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://user:pw@10.1.1.1:8080/rss',
    'http://0/',
  ])('refuses the literal %s', (url) => {
    expect(() => checkUrl(new URL(url), guarded)).toThrow(
      expect.objectContaining({ code: 'address-refused' }),
    );
  });

  it.each(['ftp://feeds.example/', 'file:///etc/passwd', 'gopher://feeds.example/', 'data:text/xml,<rss/>'])(
    'refuses the scheme of %s',
    (url) => {
      expect(() => checkUrl(new URL(url), trusting)).toThrow(
        expect.objectContaining({ code: 'scheme-refused' }),
      );
    },
  );

  it('never repeats credentials in a refusal', () => {
    try {
      checkUrl(new URL('http://user:hunter2@10.1.1.1/'), guarded);
      expect.unreachable();
    } catch (error) {
      expect(`${error} ${JSON.stringify(error)}`).not.toMatch(/user|hunter2/);
    }
  });
});

describe('connections', () => {
  const close: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const step of close.splice(0)) await step();
  });

  async function get(url: string, allowPrivate: boolean, resolve?: Resolve): Promise<number> {
    const agent = new Agent({ connect: guardedConnector(addressRule(allowPrivate), 5_000, resolve) });
    close.push(() => agent.destroy());
    const { body, statusCode } = await request(url, { dispatcher: agent });
    await body.dump();
    return statusCode;
  }

  async function server() {
    const result = await httpServer((_request, response) => response.end('ok'));
    close.push(result.close);
    return result;
  }

  it('reaches what is allowed', async () => {
    const { url, port } = await server();
    expect(await get(url, true)).toBe(200);
    expect(await get(`http://localhost:${port}/`, true)).toBe(200);
  });

  it('refuses a literal, which Node never looks up', async () => {
    const { port, requests } = await server();
    for (const host of ['127.0.0.1', '2130706433', '[::1]', '[::ffff:127.0.0.1]']) {
      await expect(get(`http://${host}:${port}/`, false)).rejects.toMatchObject({ code: 'address-refused' });
    }
    expect(requests).toEqual([]);
  });

  it('refuses a name of this machine, as its resolver gives it', async () => {
    const { port } = await server();
    await expect(get(`http://localhost:${port}/`, false)).rejects.toMatchObject({ code: 'address-refused' });
  });

  it('refuses a name with one private address among public ones', async () => {
    const { port } = await server();
    const resolve: Resolve = async () => [
      { address: '93.184.215.14', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    await expect(get(`http://feeds.example:${port}/`, false, resolve)).rejects.toMatchObject({
      code: 'address-refused',
    });
  });

  it('connects to the address it checked, looking the name up once', async () => {
    const { port, requests } = await server();
    let lookups = 0;
    const resolve: Resolve = async () => {
      lookups++;
      return [{ address: lookups === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 }];
    };
    expect(await get(`http://feeds.example:${port}/`, true, resolve)).toBe(200);
    expect(lookups).toBe(1);
    expect(requests[0]?.headers.host).toBe(`feeds.example:${port}`);
  });

  it('refuses a name that turns private when it is looked up again', async () => {
    const { port } = await server();
    let lookups = 0;
    const resolve: Resolve = async () => [
      { address: ++lookups === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 },
    ];
    const url = `http://feeds.example:${port}/`;
    expect(await get(url, true, resolve)).toBe(200);
    await expect(get(url, true, resolve)).rejects.toMatchObject({ code: 'address-refused' });
  });

  it('says so when a name has no address', async () => {
    await expect(get('http://feeds.example/', false, async () => [])).rejects.toMatchObject({
      code: 'dns-not-found',
    });
  });
});
