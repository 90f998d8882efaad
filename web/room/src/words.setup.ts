// Runs before every test file: the words, as the build would hand them over.

import { FluentResource } from '@fluent/bundle';
import catalogue from '../../locales/en/room.ftl?raw';
import { addCatalogue } from './l10n';

addCatalogue(new FluentResource(catalogue));
