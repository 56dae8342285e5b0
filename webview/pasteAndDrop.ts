/** Pictures and files that are pasted or dropped: pictures are made smaller here, texts are read, files of the editor go by address. */
import { send } from './host';

/** Pixels of the longer side, and bytes from which on a smaller picture is packed again. */
const longestSide = 1568;
const mostBytes = 300_000;
const mostTextBytes = 400_000;
const packing = 0.85;

/** Listens on the composer; what is no file is left to the browser. */
export function takePastedAndDropped(root: HTMLElement, area: HTMLElement): void {
  area.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length > 0) {
      event.preventDefault();
      void takeFiles(files);
    }
  });
  root.addEventListener('dragover', (event) => {
    if (isTaken(event.dataTransfer)) {
      event.preventDefault();
      root.classList.add('drop-target');
    }
  });
  root.addEventListener('dragleave', () => root.classList.remove('drop-target'));
  root.addEventListener('drop', (event) => {
    root.classList.remove('drop-target');
    const { dataTransfer } = event;
    if (dataTransfer === null || !isTaken(dataTransfer)) {
      return;
    }
    event.preventDefault();
    const uris = urisOf(dataTransfer);
    if (uris.length > 0) {
      send('attachUris', { uris: uris.slice(0, 20) });
    } else {
      void takeFiles([...dataTransfer.files]);
    }
  });
}

/** VS Code's own drags carry addresses under these names. */
const uriTypes = ['application/vnd.code.uri-list', 'text/uri-list'];

function isTaken(transfer: DataTransfer | null): boolean {
  return transfer?.types.some((type) => type === 'Files' || uriTypes.includes(type)) === true;
}

function urisOf(transfer: DataTransfer): readonly string[] {
  const text = uriTypes.map((type) => transfer.getData(type)).find((each) => each !== '') ?? '';
  return text.split(/\r?\n/).filter((line) => /^[a-z][a-z0-9+.-]*:/i.test(line) && !line.startsWith('http'));
}

async function takeFiles(files: readonly File[]): Promise<void> {
  for (const file of files) {
    if (/^image\/(?:png|jpeg|webp|gif|bmp)$/.test(file.type)) {
      const data = await smaller(file).catch(() => undefined);
      if (data !== undefined) {
        send('attachImage', { name: file.name, data });
      }
    } else if (file.size <= mostTextBytes) {
      const text = await file.text();
      if (!text.includes('\0')) {
        send('attachText', { name: file.name, text });
      }
    }
  }
}

/** A picture as a `data:` address, small enough for a model: they look at no more than this anyway. */
async function smaller(file: File): Promise<string> {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext('2d');
  if (context === null) {
    throw new Error('Pictures cannot be drawn here');
  }
  // What is transparent is white in a format without transparency.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const png = canvas.toDataURL('image/png');
  // Screenshots are sharper and often smaller in this form.
  return png.length < mostBytes ? png : canvas.toDataURL('image/jpeg', packing);
}
