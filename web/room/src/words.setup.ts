// Runs before every test file: adds the catalogue, as the build would parse it.

import { FluentResource } from '@fluent/bundle';
import catalogue from '../../locales/en/room.ftl?raw';
import { addCatalogue } from './l10n';

addCatalogue(new FluentResource(catalogue));
