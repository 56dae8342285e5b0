/** The tests that run inside VS Code, in this order: the first looks at the host before any test opens a port of its own. */
import './activation.test';
import './settings.test';
import './suggestions.test';
import './restraint.test';
import './endpoints.test';
import './languageModels.test';
import './languageModelTools.test';
import './reports.test';
import './review.test';
import './refactor.test';
import './preserve.test';
import './promptLog.test';
import './newProblems.test';
