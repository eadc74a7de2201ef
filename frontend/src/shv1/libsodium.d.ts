/** What shv1/sodium.ts uses of libsodium's own module, which comes without types. */
declare module "libsodium-sumo" {
  type Call = (...args: readonly number[]) => number;

  interface Libsodium {
    /** Another array after the memory grew. */
    readonly HEAPU8: Uint8Array<ArrayBuffer>;
    readonly _malloc: Call;
    readonly _free: (address: number) => void;
    readonly _sodium_init: Call;
    readonly _crypto_hash_sha256: Call;
    readonly _crypto_hash_sha256_statebytes: () => number;
    readonly _crypto_hash_sha256_init: Call;
    readonly _crypto_hash_sha256_update: Call;
    readonly _crypto_hash_sha256_final: Call;
    readonly _crypto_auth_hmacsha256: Call;
    readonly _crypto_auth_hmacsha512: Call;
    readonly _crypto_xof_shake256: Call;
    readonly _crypto_sign_seed_keypair: Call;
    readonly _crypto_sign_detached: Call;
    readonly _crypto_sign_verify_detached: Call;
    readonly _crypto_kem_xwing_seed_keypair: Call;
    readonly _crypto_kem_xwing_enc: Call;
    readonly _crypto_kem_xwing_dec: Call;
    readonly _crypto_pwhash: Call;
  }

  /** `getRandomValue` gives 32 random bits. */
  export default function start(options: {
    readonly getRandomValue: () => number;
  }): Promise<Libsodium>;
}
