/** Pictures and files that are pasted or dropped: pictures are made smaller here, texts are read, files of the editor go by address. */
import { send } from './host';

/** Pixels of the longer side, and bytes from which on a smaller picture is packed again. */
const longestSide = 1568;
const mostBytes = 300_000;
const mostTextBytes = 400_000;
const packing = 0.85;
/** As many as the protocol takes at once. */
const mostDropped = 20;
/** Milliseconds after which a drag that is not heard of is over. */
const dragSilence = 2_000;

/** Listens on the composer for what is pasted, and on the whole page for what is dropped; what is no file is left to the browser. */
export function takePastedAndDropped(composer: HTMLElement, area: HTMLTextAreaElement): void {
  area.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length > 0) {
      event.preventDefault();
      void takeFiles(files);
    }
  });
  let forget: ReturnType<typeof setTimeout> | undefined;
  const mark = (isOver: boolean): void => {
    composer.classList.toggle('drop-target', isOver);
    clearTimeout(forget);
    // A drag that ends elsewhere says nothing here; one that goes on says so all the time.
    forget = isOver ? setTimeout(() => mark(false), dragSilence) : undefined;
  };
  const over = (event: DragEvent): void => {
    if (event.dataTransfer !== null && isTaken(event.dataTransfer)) {
      event.preventDefault();
      // VS Code listens further out, and would keep files to itself unless Shift is held down.
      event.stopPropagation();
      event.dataTransfer.dropEffect = 'copy';
      mark(true);
    }
  };
  document.addEventListener('dragenter', over);
  document.addEventListener('dragover', over);
  document.addEventListener('dragleave', (event) => {
    // Into another element of the page is not away.
    if (event.relatedTarget === null) {
      mark(false);
    }
  });
  document.addEventListener('drop', (event) => {
    mark(false);
    const { dataTransfer } = event;
    if (dataTransfer === null || !isTaken(dataTransfer)) {
      return;
    }
    event.preventDefault();
    const uris = urisOf(dataTransfer);
    const files = [...dataTransfer.files];
    if (uris.length > 0) {
      send('attachUris', { uris: uris.slice(0, mostDropped) });
    } else if (files.length > 0) {
      void takeFiles(files);
    } else {
      // A link of the web is text.
      area.setRangeText(dataTransfer.getData('text/plain'), area.selectionStart, area.selectionEnd, 'end');
      area.dispatchEvent(new Event('input'));
    }
    area.focus();
  });
}

/** VS Code's own drags carry addresses under these names. */
const uriTypes = ['application/vnd.code.uri-list', 'text/uri-list'];

/** While it is dragged, only its kinds are known. */
function isTaken({ types }: DataTransfer): boolean {
  return types.includes('Files') || uriTypes.some((type) => types.includes(type));
}

function urisOf(transfer: DataTransfer): readonly string[] {
  const text = uriTypes.map((type) => transfer.getData(type)).find((each) => each !== '') ?? '';
  return text.split(/\r?\n/).filter((line) => /^[a-z][a-z0-9+.-]*:/i.test(line) && !line.startsWith('http'));
}

async function takeFiles(files: readonly File[]): Promise<void> {
  const refused: string[] = [];
  for (const [index, file] of files.entries()) {
    const isPicture = /^image\/(?:png|jpeg|webp|gif|bmp)$/.test(file.type);
    const isTaken = index < mostDropped && (await (isPicture ? takePicture(nameOf(file), file) : takeText(file)));
    refused.push(...(isTaken ? [] : [nameOf(file)]));
  }
  if (refused.length > 0) {
    send('notTaken', { names: refused.slice(0, mostDropped) });
  }
}

/** A picture of the editor's files, which the extension read. */
export async function takeEditorPicture(name: string, base64: string): Promise<void> {
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  if (!(await takePicture(name, new Blob([bytes])))) {
    send('notTaken', { names: [name] });
  }
}

/** False = the browser cannot read it. */
async function takePicture(name: string, picture: Blob): Promise<boolean> {
  const data = await smaller(picture).catch(() => undefined);
  if (data !== undefined) {
    send('attachImage', { name, data });
  }
  return data !== undefined;
}

/** False = it is too long, no text, or a folder. */
async function takeText(file: File): Promise<boolean> {
  const text = file.size <= mostTextBytes ? await file.text().catch(() => '\0') : '\0';
  const isText = !text.includes('\0');
  if (isText) {
    send('attachText', { name: nameOf(file), text });
  }
  return isText;
}

/** The end tells what kind of file it is. */
function nameOf({ name }: File): string {
  return name.slice(-300);
}

/** A picture as a `data:` address, small enough for a model: they look at no more than this anyway. */
async function smaller(file: Blob): Promise<string> {
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
