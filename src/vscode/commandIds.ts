/** Every command that the extension contributes; `package.json` is checked against this list by a test. */
export const commandIds = {
  connect: 'tandem.connect',
  toggleCompletions: 'tandem.completion.toggle',
  triggerCompletion: 'tandem.completion.trigger',
  triggerLine: 'tandem.completion.triggerLine',
  triggerBlock: 'tandem.completion.triggerBlock',
  toggleLanguage: 'tandem.completion.toggleLanguage',
  toggleFolder: 'tandem.completion.toggleFolder',
  snooze: 'tandem.completion.snooze',
  connectEndpoint: 'tandem.endpoint.connect',
  setKey: 'tandem.endpoint.setKey',
  removeKey: 'tandem.endpoint.removeKey',
  reconnect: 'tandem.endpoint.reconnect',
  runDoctor: 'tandem.doctor.run',
  copyReport: 'tandem.doctor.copyReport',
  reportProblem: 'tandem.reportProblem',
  showMenu: 'tandem.showMenu',
  showLog: 'tandem.showLog',
  pauseIndexing: 'tandem.context.pause',
  resumeIndexing: 'tandem.context.resume',
  setUpPromptLog: 'tandem.promptLog.setUp',
  showPromptLog: 'tandem.promptLog.show',
  promptLogMenu: 'tandem.promptLog.menu',
  pausePromptLog: 'tandem.promptLog.pause',
  resumePromptLog: 'tandem.promptLog.resume',
  stopPromptLog: 'tandem.promptLog.stop',
  refuseFolder: 'tandem.promptLog.refuseFolder',
  allowFolder: 'tandem.promptLog.allowFolder',
  filterPromptLog: 'tandem.promptLog.filter',
  clearPromptLogFilter: 'tandem.promptLog.clearFilter',
  exportPromptLog: 'tandem.promptLog.export',
  openRecord: 'tandem.promptLog.openRecord',
  deleteRecord: 'tandem.promptLog.deleteRecord',
  deletePromptLog: 'tandem.promptLog.deleteAll',
} as const satisfies Record<string, string>;

/** Commands that only our own items run; the manifest does not name them. */
export const internalCommandIds = {
  /** Arguments: id of the request whose completion was accepted. */
  completionAccepted: 'tandem.completion.accepted',
  /** Lists more records. */
  morePromptLog: 'tandem.promptLog.more',
} as const satisfies Record<string, string>;
