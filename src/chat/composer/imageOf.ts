/** A picture that the page sent, judged like anything from the web: only bitmaps, and only what the address says. */

const pattern = /^data:(image\/(?:png|jpeg|webp|gif));base64,([A-Za-z0-9+/]+={0,2})$/;

/** Undefined = no picture that a model is sent. `data` of the result: base64 without the address's head. */
export function imageOf(address: string): { readonly mediaType: string; readonly data: string } | undefined {
  const [, mediaType, data] = pattern.exec(address) ?? [];
  return mediaType === undefined || data === undefined ? undefined : { mediaType, data };
}
