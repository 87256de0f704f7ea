import { expect } from 'chai';
import { tensorboardEvent, tensorboardHeader } from '../../src/formats/tensorboard.js';

const hex = (bytes: Uint8Array) =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/(..)(?=.)/g, '$1 ');
const ascii = (text: string) => hex(new TextEncoder().encode(text));

describe('TensorBoard event files', () => {
  it('begin with the record that TensorFlow writes', () => {
    const bytes = hex(tensorboardHeader(1.5));
    // a length of 24 and its masked checksum: the first twelve bytes of every event file there is
    expect(bytes.slice(0, 35)).equal('18 00 00 00 00 00 00 00 a3 7f 4b 22');
    expect(bytes.slice(36, -12)).equal(`09 00 00 00 00 00 00 f8 3f 1a 0d ${ascii('brain.Event:2')}`);
  });

  it('hold a scalar as a Summary of tag and simple_value', () => {
    const bytes = hex(tensorboardEvent({ wallTime: 2, step: 300, scalars: { loss: 0.5 } }));
    const value = `0a 04 ${ascii('loss')} 15 00 00 00 3f`;
    const event = `09 00 00 00 00 00 00 00 40 10 ac 02 2a 0d 0a 0b ${value}`;
    expect(bytes.slice(36, -12)).equal(event);
    expect(bytes.slice(0, 23)).equal('1b 00 00 00 00 00 00 00');
  });

  it('hold several curves in one event', () => {
    const event = tensorboardEvent({ wallTime: 0, step: 1, scalars: { loss: 1, lr: 2 } });
    expect(Buffer.from(event).toString('latin1')).contain('loss').contain('lr');
  });
});
