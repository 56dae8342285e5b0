/** The chat panel's page: takes states and pieces from the extension and shows them. It knows nothing that the extension does not. */
import type { PanelState, ToPage } from '../src/protocol/chat';
import { AgentBar } from './AgentBar';
import { Composer } from './Composer';
import { defineComponents } from './components';
import { element } from './dom';
import { listen, send } from './host';
import { MessageList } from './MessageList';
import { takeEditorPicture } from './pasteAndDrop';
import { showPicture } from './pictures';
import { showSymbols } from './symbolLinks';

interface Panel {
  readonly list: MessageList;
  readonly composer: Composer;
  readonly agent: AgentBar;
}

let panel: Panel | undefined;
/** The keyboard was given to the composer before there was one. */
let isAwaited = false;

function build({ words, language }: PanelState): Panel {
  document.documentElement.lang = language;
  const list = new MessageList(words);
  const agent = new AgentBar(words, () => composer.focus(null));
  const composer = new Composer(words, agent.modePicker);
  const main = document.createElement('main');
  const heading = element('h1', { class: 'for-screen-readers' }, 'GLM Tandem');
  main.append(heading, list.root, agent.root, composer.root);
  document.body.replaceChildren(main);
  return { list, composer, agent };
}

function show(message: ToPage): void {
  if (message.method === 'state') {
    const isFirst = panel === undefined;
    panel ??= build(message.params);
    panel.agent.show(message.params.agent);
    panel.composer.show(message.params);
    panel.list.show(message.params);
    if (isFirst && isAwaited) {
      panel.composer.focus(null);
    }
    return;
  }
  if (panel === undefined) {
    isAwaited ||= message.method === 'focus';
    return;
  }
  const { list, composer, agent } = panel;
  switch (message.method) {
    case 'status':
      composer.showStatus(message.params);
      list.setRunning(message.params.running);
      break;
    case 'delta':
      list.add(message.params.id, message.params.text, message.params.reasoning);
      break;
    case 'message':
      list.update(message.params);
      break;
    case 'symbols':
      showSymbols(message.params);
      break;
    case 'mentions':
      composer.showMentions(message.params.query, message.params.items);
      break;
    case 'agent':
      agent.show(message.params);
      break;
    case 'call':
      list.setCall(message.params.answer, message.params.call);
      break;
    case 'callOutput':
      list.addOutput(message.params.answer, message.params.id, message.params.text);
      break;
    case 'image':
      showPicture(message.params.url, message.params.data);
      break;
    case 'picture':
      void takeEditorPicture(message.params.name, message.params.data);
      break;
    case 'giveBack':
      composer.giveBack(message.params.text);
      break;
    case 'focus':
      composer.focus(message.params.text);
      break;
    case 'focusRequest':
      agent.focusRequest();
      break;
  }
}

defineComponents();
listen(show);
send('ready', {});
