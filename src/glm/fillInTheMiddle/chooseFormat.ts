/** Which fill-in-the-middle format fits a model: what the person set, else what the server's tokenizer shows, else the model's name. */
import type { FillInTheMiddleChoice } from '../../platform/settings';
import type { Model } from '../Model';
import { modelTraits } from '../models';
import { openAiCompatible } from '../profiles/openAiCompatible';
import type { ServerProfile } from '../profiles/ServerProfile';
import { bigmodelTarget, chatHole } from './chatHole';
import { codegeex4 } from './codegeex4';
import type { FillInTheMiddleFormat } from './FillInTheMiddleFormat';
import { glm45 } from './glm45';
import { infillOr } from './infill';
import { prefixOnly } from './prefixOnly';

/**
 * The format for a model at a server. With `auto` the format's markers are counted by the server: a marker that is several tokens was
 * never learnt as one. Where only a chat is offered, or the model is one for conversation, the hole is described in it. Faults of the
 * server are passed on.
 */
export async function chooseFormat(
  choice: FillInTheMiddleChoice,
  model: Model,
  modelId: string,
  signal: AbortSignal,
  profile: ServerProfile = openAiCompatible,
): Promise<FillInTheMiddleFormat> {
  if (profile.completion === 'chat') {
    return /^codegeex-?4/i.test(modelId) ? bigmodelTarget : chatHole;
  }
  switch (choice) {
    case 'none':
      return prefixOnly;
    case 'codegeex4':
      return codegeex4;
    case 'glm45':
      return glm45;
    case 'chat':
      return chatHole;
    case 'infill':
      return infillOr(prefixOnly);
    case 'auto': {
      const own = await formatOf(model, modelId, signal);
      // CodeGeeX4 was trained on a chat turn around the markers, which the server's own prompt has not.
      const byServer = profile.completion === 'llama.cpp' && (own === glm45 || own === prefixOnly);
      return byServer ? infillOr(own) : own;
    }
  }
}

async function formatOf(model: Model, modelId: string, signal: AbortSignal): Promise<FillInTheMiddleFormat> {
  const { fillInTheMiddle: named, outputFormat } = modelTraits(modelId);
  if (named === 'glm45') {
    return ((await hasMarkers(glm45, model, signal)) ?? true) ? glm45 : chatHole;
  }
  const known = await hasMarkers(codegeex4, model, signal);
  if (known ?? named === 'codegeex4') {
    return codegeex4;
  }
  // Made for conversation, without tokens for holes: what follows the cursor can only be told in words.
  return outputFormat === 'glm4' ? chatHole : prefixOnly;
}

/** Whether each marker of a format is one token of the model; undefined = the server cannot count tokens. */
export async function hasMarkers(
  format: FillInTheMiddleFormat,
  model: Model,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  for (const marker of format.markers) {
    const tokens = await model.countTokens(marker, signal);
    if (tokens !== 1) {
      return tokens === undefined ? undefined : false;
    }
  }
  return true;
}
