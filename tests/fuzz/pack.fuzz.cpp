// SPDX-License-Identifier: Apache-2.0
// Any bytes as the files of a wording pack, parted by lines "---": pack.json, wording.json, then each further file as its name, a line feed, its bytes.
#include "forms/engine/definition.h"
#include "forms/instruments/instruments.h"
#include "forms/packs/pack.h"
#include "tests/fuzz/promise.h"

using namespace bedside;
using namespace bedside::packs;

static constexpr std::string_view border = "\n---\n";

static std::string_view take(std::string_view& rest)
{
    auto const end = rest.find(border);
    auto const part = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + border.size());
    return part;
}

static void check_manifest_alone(SigningKey const& key, std::vector<Bytes> const& trusted, Files files)
{
    // The first part as a manifest that somebody trusted signed: refused or right, never anything else.
    files["manifest.json"] = files.at("pack.json");
    files.erase("pack.json");
    files["manifest.sig"] = base64(sign(key, files["manifest.json"]));
    auto const verified = verify_pack(files, trusted, {});
    promise(verified || !verified.error().message.empty(), "a refusal has a sentence");
    promise(!verify_pack(files, { Bytes(32, 1) }, {}), "another's signature is refused");
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    static auto const key = SigningKey::from_seed(Bytes(32, 7));
    std::vector<Bytes> const trusted { Bytes(key->public_key.begin(), key->public_key.end()) };
    std::string_view rest(reinterpret_cast<char const*>(data), size);
    Files source { { "pack.json", std::string(take(rest)) }, { "wording.json", std::string(take(rest)) } };
    while (!rest.empty()) {
        auto const part = take(rest);
        auto const line = part.find('\n');
        source.emplace(part.substr(0, line), line == std::string_view::npos ? std::string_view() : part.substr(line + 1));
    }
    check_manifest_alone(*key, trusted, source);

    auto const built = build_pack(source, *key);
    if (!built) {
        promise(!built.error().message.empty(), "a refusal has a sentence");
        return 0;
    }
    auto const pack = verify_pack(*built, trusted, {});
    promise(pack.has_value(), "what is built is verified");
    for (auto const& [name, digest] : pack->manifest.files) {
        auto altered = *built;
        altered[name] += '.';
        promise(!verify_pack(altered, trusted, {}), "an altered file is refused");
    }
    auto const worded = apply_pack(*forms::shipped_instrument("qlq-c30"), *pack);
    promise(worded.has_value(), "a verified pack fits its instrument");
    auto const definition = forms::load_questionnaire(*worded);
    promise(definition.has_value(), "a form with a pack's words loads");
    promise(definition->wording == forms::Wording::licensed && definition->wording_pack_hash == pack->hash, "and carries the pack's hash");
    return 0;
}
