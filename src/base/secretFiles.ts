/**
 * Which files hold keys, passwords or tokens, by their names alone: the gate asks before a tool touches one, and none of them ever enters
 * an automatic context.
 */

const secretName =
  /^(?:\.env(?:\..+)?|.+\.env|\.envrc|.+\.(?:pem|key|p12|pfx|jks|keystore|kdbx|kdb|ppk|p8|pkcs12|tfstate|tfvars|kubeconfig|ovpn|gpg)|.+\.tfstate\..+|.+\.auto\.tfvars\.json|id_(?:rsa|dsa|ecdsa|ed25519|xmss)(?:_sk)?|id_[^.]+|\.npmrc|\.pypirc|[._]netrc|\.git-credentials|kubeconfig|\.kubeconfig|\.htpasswd|\.pgpass|\.my\.cnf|\.dockercfg|\.vault-token|\.terraformrc|\.yarnrc\.yml|\.s3cfg|\.boto|auth\.json|secrets?\.(?:ya?ml|json|toml|ini|env|properties|txt)|secrets?\.[\w-]+\.(?:ya?ml|json)|credentials(?:\.(?:json|ya?ml|toml|ini|csv|xml))?|client_secret.*\.json|service[-_]?account.*\.json|master\.key)$/;
/** Made to be read: examples of such files, and the public halves of keys. */
const harmlessName = /^(?:\.env\.(?:example|sample|template|dist|defaults?|schema)|.+\.pub|.+\.(?:public|pub)\.pem)$/;
const secretFolder = /^\.(?:ssh|aws|gnupg|kube|azure|docker)$/;

/** Whether a file may hold secrets. `segments`: the parts of its path below the workspace folder, in lower case, the name last. */
export function looksSecret(segments: readonly string[]): boolean {
  const name = segments.at(-1) ?? '';
  return (secretName.test(name) && !harmlessName.test(name)) || segments.some((segment) => secretFolder.test(segment));
}
