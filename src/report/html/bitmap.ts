const [FILE_HEADER, INFO_HEADER, COLORS] = [14, 40, 256];
const START = FILE_HEADER + INFO_HEADER + 4 * COLORS;

/**
 * An image of bytes as a Windows bitmap with a palette of 256 colors (BITMAPFILEHEADER, BITMAPINFOHEADER): shown by
 * every browser, and needs no compression. Rows from top to bottom.
 */
export function bitmap(
  pixels: Uint8Array,
  width: number,
  palette: readonly (readonly [r: number, g: number, b: number])[],
): Uint8Array {
  const height = pixels.length / width;
  const rowBytes = Math.ceil(width / 4) * 4;
  const bytes = new Uint8Array(START + rowBytes * height);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]); // BM
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, START, true);
  view.setUint32(14, INFO_HEADER, true);
  view.setInt32(18, width, true);
  view.setInt32(22, -height, true); // negative: from the top
  view.setUint16(26, 1, true); // planes
  view.setUint16(28, 8, true); // bits of a pixel
  view.setUint32(34, rowBytes * height, true);
  view.setUint32(46, COLORS, true);
  palette.forEach(([r, g, b], i) => bytes.set([b, g, r, 0], FILE_HEADER + INFO_HEADER + 4 * i));
  for (let row = 0; row < height; row++) {
    bytes.set(pixels.subarray(row * width, (row + 1) * width), START + row * rowBytes);
  }
  return bytes;
}
