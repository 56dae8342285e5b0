import { describe, expect, it } from 'vitest';
import { defaultLimits, limitsWith } from '../../../src/glm/ClientLimits';
import { settingsSchema } from '../../../src/platform/settings';

const second = 1000;

describe('the time limits', () => {
  it('outlive a prefill of five minutes, and a chat answer may be longer than its beginning', () => {
    expect(defaultLimits.chat).toBeGreaterThan(310 * second);
    expect(defaultLimits.total).toBeGreaterThan(defaultLimits.chat);
  });

  it('are those of the settings where a person has set nothing', () => {
    expect({
      connect: settingsSchema['network.connectTimeout'].default * second,
      chat: settingsSchema['network.firstByteTimeout'].default * second,
      idle: settingsSchema['network.idleTimeout'].default * second,
      total: settingsSchema['network.totalTimeout'].default * second,
    }).toEqual({
      connect: defaultLimits.connect,
      chat: defaultLimits.chat,
      idle: defaultLimits.idle,
      total: defaultLimits.total,
    });
    expect(limitsWith(undefined)).toEqual(defaultLimits);
  });

  it('are the person’s, but a completion never waits longer than is of use', () => {
    const set = { connect: 1 * second, firstByte: 900 * second, idle: 120 * second, total: 7200 * second };
    expect(limitsWith(set)).toEqual({
      ...defaultLimits,
      connect: 1 * second,
      chat: 900 * second,
      idle: 120 * second,
      total: 7200 * second,
    });
    expect(limitsWith({ ...set, firstByte: 5 * second }).completion).toBe(5 * second);
  });
});
