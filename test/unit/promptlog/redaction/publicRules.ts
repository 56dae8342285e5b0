/**
 * The rules of gitleaks' default configuration (MIT licence, github.com/gitleaks/gitleaks), by their ids, each with a line of ours that has
 * the shape that it looks for. Put together at run time: no line of this file has the shape of a secret.
 */
import type { SecretSample } from './secretSamples';

type Draw = (alphabet: string, length: number) => string;

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';

/** Ids whose finding is no secret, and why. */
export const harmlessRules: Readonly<Record<string, string>> = {
  'adobe-client-id': 'names a program',
  'asana-client-id': 'names a program',
  'bitbucket-client-id': 'names a program',
  'discord-client-id': 'names a program',
  'flutterwave-public-key': 'public by design',
  'linkedin-client-id': 'names a program',
  'lob-pub-api-key': 'public by design',
  'looker-client-id': 'names a program',
  'mailgun-pub-key': 'public by design',
  'mapbox-api-token': 'public by design: it begins with pk',
  'messagebird-client-id': 'names a program',
  'new-relic-user-api-id': 'names a user',
  'pkcs12-file': 'is about the name of a file',
  'plaid-client-id': 'names a program',
  'sendbird-access-id': 'names a program',
  'sumologic-access-id': 'names a user',
};

/** What each rule finds; § in a line stands for the secret. */
export function publicRuleSamples(draw: Draw): SecretSample[] {
  const a = (length: number): string => draw(lower + digits, length);
  const mixed = (length: number): string => draw(upper + lower + digits, length);
  const h = (length: number): string => draw('0123456789abcdef', length);
  const n = (length: number): string => `1${draw(digits, length - 1)}`;
  const big = (length: number): string => draw(upper + digits, length);
  const uuid = `${h(8)}-${h(4)}-4${h(3)}-a${h(3)}-${h(12)}`;
  const pem = `${mixed(64)}\n${mixed(64)}`;
  const found: SecretSample[] = [];
  const add = (id: string, secret: string, line = '§'): void => {
    found.push({ name: id, text: line.replace('§', () => secret), secrets: secret.split('\n') });
  };
  /** Those that only the vendor's name beside them gives away. */
  const named = (id: string, name: string, secret: string): void => add(id, secret, `${name} = "§"`);

  add('1password-secret-key', `A3-${big(6)}-${big(11)}-${big(5)}-${big(5)}-${big(5)}`);
  add('1password-service-account-token', `ops_ey${'J'}${mixed(250)}==`);
  named('adafruit-api-key', 'adafruit_api_key', a(32));
  add('adobe-client-secret', `p8e-${a(32)}`);
  add('age-secret-key', `AGE-SECRET-KEY-1${draw('QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L', 58)}`);
  named('airtable-api-key', 'airtable_api_key', a(17));
  add('airtable-personnal-access-token', `pat${mixed(14)}.${h(64)}`);
  named('algolia-api-key', 'algolia_api_key', a(32));
  add('alibaba-access-key-id', `LTAI${a(20)}`);
  named('alibaba-secret-key', 'alibaba_secret_key', a(30));
  add('anthropic-admin-api-key', `sk-ant-admin01-${mixed(93)}AA`);
  add('anthropic-api-key', `sk-ant-api03-${mixed(93)}AA`);
  add('artifactory-api-key', `AKCp${mixed(69)}`);
  add('artifactory-reference-token', `cmVmd${mixed(59)}`);
  named('asana-client-secret', 'asana_client_secret', a(32));
  named('atlassian-api-token', 'atlassian_api_token', a(24));
  add('authress-service-client-access-key', `sc_${a(12)}.${a(4)}.acc_${a(12)}.${mixed(60)}`);
  add('aws-access-token', `AKIA${draw(`${upper}234567`, 16)}`);
  add('aws-amazon-bedrock-api-key-long-lived', `ABSK${mixed(120)}`);
  add('aws-amazon-bedrock-api-key-short-lived', `bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t${mixed(80)}`);
  add('azure-ad-client-secret', `${mixed(3)}8Q~${mixed(34)}`);
  named('beamer-api-token', 'beamer_token', `b_${a(44)}`);
  named('bitbucket-client-secret', 'bitbucket_client_secret', a(64));
  named('bittrex-access-key', 'bittrex_access_key', a(32));
  named('bittrex-secret-key', 'bittrex_secret_key', a(32));
  named('cisco-meraki-api-key', 'meraki_api_key', h(40));
  add('clickhouse-cloud-api-secret-key', `4b1d${mixed(38)}`);
  add('clojars-api-token', `CLOJARS_${a(60)}`);
  named('cloudflare-api-key', 'cloudflare_api_key', a(40));
  named('cloudflare-global-api-key', 'cloudflare_global_key', h(37));
  add('cloudflare-origin-ca-key', `v1.0-${h(24)}-${h(146)}`);
  named('codecov-access-token', 'codecov_token', a(32));
  named('cohere-api-token', 'CO_API_KEY', mixed(40));
  named('coinbase-access-token', 'coinbase_access_token', a(64));
  named('confluent-access-token', 'confluent_access_token', a(16));
  named('confluent-secret-key', 'confluent_secret_key', a(64));
  named('contentful-delivery-api-token', 'contentful_token', a(43));
  add('curl-auth-header', mixed(24), 'curl -H "Authorization: Bearer §" https://api.test/');
  add('curl-auth-user', `${mixed(10)}7`, "curl -u 'admin:§' https://api.test/");
  add('databricks-api-token', `dapi${h(32)}`);
  named('datadog-access-token', 'datadog_api_key', a(40));
  named('defined-networking-api-token', 'dnkey', `dnkey-${a(26)}-${a(52)}`);
  add('digitalocean-access-token', `doo_v1_${h(64)}`);
  add('digitalocean-pat', `dop_v1_${h(64)}`);
  add('digitalocean-refresh-token', `dor_v1_${h(64)}`);
  named('discord-api-token', 'discord_token', h(64));
  named('discord-client-secret', 'discord_client_secret', a(32));
  add('doppler-api-token', `dp.pt.${mixed(43)}`);
  named('droneci-access-token', 'droneci_access_token', a(32));
  named('dropbox-api-token', 'dropbox_api_token', a(15));
  named('dropbox-long-lived-api-token', 'dropbox_token', `${a(11)}AAAAAAAAAA${a(43)}`);
  add('dropbox-short-lived-api-token', `sl.${mixed(135)}`);
  add('duffel-api-token', `duffel_test_${mixed(43)}`);
  add('dynatrace-api-token', `dt0c01.${big(24)}.${big(64)}`);
  add('easypost-api-token', `EZAK${mixed(54)}`);
  add('easypost-test-api-token', `EZTK${mixed(54)}`);
  named('etsy-access-token', 'etsy_access_token', a(24));
  named('facebook-access-token', 'facebook_access_token', `${n(15)}|${a(30)}`);
  add('facebook-page-access-token', `EAAM${mixed(120)}`);
  named('facebook-secret', 'facebook_secret', h(32));
  named('fastly-api-token', 'fastly_api_token', a(32));
  named('finicity-api-token', 'finicity_api_token', h(32));
  named('finicity-client-secret', 'finicity_client_secret', a(20));
  named('finnhub-access-token', 'finnhub_token', a(20));
  named('flickr-access-token', 'flickr_access_token', a(32));
  add('flutterwave-encryption-key', `FLWSECK_TEST-${h(12)}`);
  add('flutterwave-secret-key', `FLWSECK_TEST-${h(32)}-X`);
  add('flyio-access-token', `fo1_${mixed(43)}`);
  add('frameio-api-token', `fio-u-${a(64)}`);
  add('freemius-secret-key', `sk_${mixed(29)}`, "'secret_key' => '§',");
  named('freshbooks-access-token', 'freshbooks_access_token', a(64));
  add('gcp-api-key', `AIza${mixed(35)}`);
  named('generic-api-key', 'service_api_key', mixed(40));
  add('github-app-token', `ghu_${mixed(36)}`);
  add('github-fine-grained-pat', `github_pat_${mixed(82)}`);
  add('github-oauth', `gho_${mixed(36)}`);
  add('github-pat', `ghp_${mixed(36)}`);
  add('github-refresh-token', `ghr_${mixed(36)}`);
  add('gitlab-cicd-job-token', `glcbt-${h(2)}_${mixed(20)}`);
  add('gitlab-deploy-token', `gldt-${mixed(20)}`);
  add('gitlab-feature-flag-client-token', `glffct-${mixed(20)}`);
  add('gitlab-feed-token', `glft-${mixed(20)}`);
  add('gitlab-incoming-mail-token', `glimt-${mixed(25)}`);
  add('gitlab-kubernetes-agent-token', `glagent-${mixed(50)}`);
  add('gitlab-oauth-app-secret', `gloas-${mixed(64)}`);
  add('gitlab-pat', `glpat-${mixed(20)}`);
  add('gitlab-pat-routable', `glpat-${mixed(27)}.${a(2)}${a(7)}`);
  add('gitlab-ptt', `glptt-${h(40)}`);
  add('gitlab-rrt', `GR1348941${mixed(20)}`);
  add('gitlab-runner-authentication-token', `glrt-${mixed(20)}`);
  add('gitlab-runner-authentication-token-routable', `glrt-t1_${mixed(27)}.${a(2)}${a(7)}`);
  add('gitlab-scim-token', `glsoat-${mixed(20)}`);
  add('gitlab-session-cookie', h(32), 'Cookie: _gitlab_session=§');
  named('gitter-access-token', 'gitter_access_token', a(40));
  named('gocardless-api-token', 'gocardless_token', `live_${a(40)}`);
  add('grafana-api-key', `ey${'J'}rIjoi${mixed(80)}=`);
  add('grafana-cloud-api-token', `glc_${mixed(60)}=`);
  add('grafana-service-account-token', `glsa_${mixed(32)}_${h(8)}`);
  add('harness-api-key', `pat.${mixed(22)}.${h(24)}.${mixed(20)}`);
  add('hashicorp-tf-api-token', `${a(14)}.atlasv1.${mixed(64)}`);
  add('hashicorp-tf-password', `${mixed(12)}=`, 'administrator_login_password = "§"');
  named('heroku-api-key', 'HEROKU_API_KEY', uuid);
  add('heroku-api-key-v2', `HRKU-AA${mixed(58)}`);
  named('hubspot-api-key', 'hubspot_api_key', uuid);
  add('huggingface-access-token', `hf_${draw(lower, 34)}`);
  add('huggingface-organization-api-token', `api_org_${draw(lower, 34)}`);
  add('infracost-api-token', `ico-${mixed(32)}`);
  named('intercom-api-key', 'intercom_api_key', a(60));
  add('intra42-client-secret', `s-s4t2ud-${h(64)}`);
  named('jfrog-api-key', 'jfrog_api_key', a(73));
  named('jfrog-identity-token', 'jfrog_identity_token', a(64));
  add('jwt', `ey${'J'}${mixed(30)}.ey${'J'}${mixed(40)}.${mixed(43)}`);
  const token = `ey${'J'}hbGciOiJIUzI1NiJ9.ey${'J'}zdWIiOiI${mixed(20)}.${mixed(43)}`;
  add('jwt-base64', Buffer.from(token).toString('base64'));
  named('kraken-access-token', 'kraken_access_token', mixed(84));
  add('kubernetes-secret-yaml', mixed(24), 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\ndata:\n  one: §\n');
  named('kucoin-access-token', 'kucoin_access_token', h(24));
  named('kucoin-secret-key', 'kucoin_secret_key', uuid);
  named('launchdarkly-access-token', 'launchdarkly_access_token', a(40));
  add('linear-api-key', `lin_api_${mixed(40)}`);
  named('linear-client-secret', 'linear_client_secret', h(32));
  named('linkedin-client-secret', 'linkedin_client_secret', a(16));
  named('lob-api-key', 'lob_api_key', `live_${h(35)}`);
  named('looker-client-secret', 'looker_client_secret', a(24));
  named('mailchimp-api-key', 'MAILCHIMP_API_KEY', `${h(32)}-us20`);
  add('mailgun-private-api-token', `key-${h(32)}`);
  named('mailgun-signing-key', 'mailgun_signing_key', `${h(32)}-${h(8)}-${h(8)}`);
  named('mattermost-access-token', 'mattermost_access_token', a(26));
  add('maxmind-license-key', `${mixed(6)}_${mixed(29)}_mmk`);
  named('messagebird-api-token', 'messagebird_api_token', a(25));
  add(
    'microsoft-teams-webhook',
    `webhookb2/${uuid}@${uuid}/IncomingWebhook/${h(32)}/${uuid}`,
    'https://corp.webhook.office.com/§',
  );
  named('netlify-access-token', 'netlify_access_token', a(43));
  add('new-relic-browser-api-token', `NRJS-${h(19)}`);
  add('new-relic-insert-key', `NRII-${a(32)}`);
  add('new-relic-user-api-key', `NRAK-${big(27)}`);
  add('notion-api-token', `ntn_${n(11)}${mixed(35)}`);
  add('npm-access-token', `npm_${mixed(36)}`);
  add('nuget-config-password', `${mixed(10)}8!`, '<add key="ClearTextPassword" value="§" />');
  named('nytimes-access-token', 'nytimes_access_token', a(32));
  add('octopus-deploy-api-key', `API-${big(26)}`);
  named('okta-access-token', 'okta_access_token', `00${mixed(40)}`);
  add('openai-api-key', `sk-proj-${mixed(74)}T3BlbkFJ${mixed(74)}`);
  add('openshift-user-token', `sha256~${mixed(43)}`);
  add('perplexity-api-key', `pplx-${mixed(48)}`);
  named('plaid-api-token', 'plaid_token', `access-sandbox-${uuid}`);
  named('plaid-secret-key', 'plaid_secret_key', a(30));
  add('planetscale-api-token', `pscale_tkn_${mixed(40)}`);
  add('planetscale-oauth-token', `pscale_oauth_${mixed(40)}`);
  add('planetscale-password', `pscale_pw_${mixed(40)}`);
  add('postman-api-token', `PMAK-${h(24)}-${h(34)}`);
  add('prefect-api-token', `pnu_${a(36)}`);
  const label = ['RSA', 'PRIVATE', 'KEY'].join(' ');
  add('private-key', pem, `-----BEGIN ${label}-----\n§\n-----END ${label}-----`);
  named('privateai-api-token', 'privateai_api_key', a(32));
  add('pulumi-api-token', `pul-${h(40)}`);
  add('pypi-upload-token', `pypi-AgEIcHlwaS5vcmc${mixed(70)}`);
  named('rapidapi-access-token', 'rapidapi_key', a(50));
  add('readme-api-token', `rdme_${a(70)}`);
  add('rubygems-api-token', `rubygems_${h(48)}`);
  add('scalingo-api-token', `tk-us-${mixed(48)}`);
  named('sendbird-access-token', 'sendbird_access_token', h(40));
  add('sendgrid-api-token', `SG.${mixed(66)}`);
  add('sendinblue-api-token', `xkeysib-${h(64)}-${a(16)}`);
  named('sentry-access-token', 'sentry_access_token', h(64));
  add('sentry-org-token', `sntrys_ey${'J'}${mixed(90)}_${mixed(43)}`);
  add('sentry-user-token', `sntryu_${h(64)}`);
  add('settlemint-application-access-token', `sm_aat_${mixed(16)}`);
  add('settlemint-personal-access-token', `sm_pat_${mixed(16)}`);
  add('settlemint-service-access-token', `sm_sat_${mixed(16)}`);
  add('shippo-api-token', `shippo_live_${h(40)}`);
  add('shopify-access-token', `shpat_${h(32)}`);
  add('shopify-custom-access-token', `shpca_${h(32)}`);
  add('shopify-private-app-access-token', `shppa_${h(32)}`);
  add('shopify-shared-secret', `shpss_${h(32)}`);
  add('sidekiq-secret', `${h(8)}:${h(8)}`, 'export BUNDLE_ENTERPRISE__CONTRIBSYS__COM=§');
  add('sidekiq-sensitive-url', h(8), `https://${h(8)}:§@gems.contribsys.com/`);
  add('slack-app-token', `xapp-1-A0${big(9)}-${n(13)}-${a(64)}`);
  add('slack-bot-token', `xoxb-${n(12)}-${n(12)}-${mixed(24)}`);
  add('slack-config-access-token', `xoxe.xoxp-1-${big(166)}`);
  add('slack-config-refresh-token', `xoxe-1-${big(146)}`);
  add('slack-legacy-bot-token', `xoxb-${n(12)}-${mixed(24)}`);
  add('slack-legacy-token', `xoxs-${n(10)}-${n(10)}-${n(10)}-${h(10)}`);
  add('slack-legacy-workspace-token', `xoxa-2-${mixed(40)}`);
  add('slack-user-token', `xoxp-${n(12)}-${n(12)}-${n(12)}-${h(32)}`);
  add('slack-webhook-url', `services/T${big(8)}/B${big(8)}/${mixed(24)}`, 'https://hooks.slack.com/§');
  named('snyk-api-token', 'SNYK_TOKEN', uuid);
  add('sonar-api-token', `squ_${h(40)}`);
  add('sourcegraph-access-token', `sgp_${h(16)}_${h(40)}`);
  add('square-access-token', `EAAA${mixed(60)}`);
  named('squarespace-access-token', 'squarespace_access_token', uuid);
  add('stripe-access-token', `sk_live_${mixed(30)}`);
  named('sumologic-access-token', 'sumo_access_token', a(64));
  add('telegram-bot-api-token', `${n(10)}:A${mixed(34)}`);
  named('travisci-access-token', 'travis_access_token', a(22));
  add('twilio-api-key', `SK${h(32)}`);
  named('twitch-api-token', 'twitch_api_token', a(30));
  named('twitter-access-secret', 'twitter_access_secret', a(45));
  named('twitter-access-token', 'twitter_access_token', `${n(18)}-${mixed(24)}`);
  named('twitter-api-key', 'twitter_api_key', a(25));
  named('twitter-api-secret', 'twitter_api_secret', a(50));
  named('twitter-bearer-token', 'twitter_bearer', `${'A'.repeat(22)}${mixed(90)}`);
  add('typeform-api-token', `tfp_${mixed(59)}`);
  add('vault-batch-token', `hvb.${mixed(150)}`);
  add('vault-service-token', `hvs.${mixed(96)}`);
  named('yandex-access-token', 'yandex_token', `t1.${mixed(40)}.${mixed(86)}`);
  add('yandex-api-key', `AQVN${mixed(36)}`);
  named('yandex-aws-access-token', 'yandex_key', `YC${mixed(38)}`);
  named('zendesk-secret-key', 'zendesk_secret_key', a(40));
  return found;
}
