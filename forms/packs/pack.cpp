// SPDX-License-Identifier: Apache-2.0
// Building and checking packs.
#include "forms/packs/pack.h"

#include "forms/base/durable_file.h"
#include "forms/packs/recording.h"
#include "forms/packs/wording_json.h"

#include <algorithm>

namespace bedside::packs {
namespace {

constexpr std::uintmax_t largest_pack = 64u << 20;

Result<std::string> file_of(Files const& files, std::string const& name)
{
    auto const found = files.find(name);
    if (found == files.end())
        return refuse("the pack has no " + name);
    return found->second;
}

Result<bool> check_signature(std::string const& manifest, std::string text, std::vector<Bytes> const& public_keys)
{
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
        text.pop_back();
    auto const signature = from_base64(text);
    auto const trusted = signature && std::any_of(public_keys.begin(), public_keys.end(), [&](Bytes const& key) { return verify(key, manifest, *signature); });
    if (!trusted)
        return refuse("the signature of manifest.json is not from a key that this study trusts, or the manifest was altered; ask for the pack again");
    return true;
}

Result<bool> check_files(Files const& files, Manifest const& manifest, Audio audio)
{
    for (auto const& [name, digest] : manifest.files) {
        if (audio == Audio::left_out && name != "wording.json")
            continue;
        auto const found = files.find(name);
        if (found == files.end())
            return refuse("the file '" + name + "' of the pack is missing");
        if (sha256_hex(found->second) != digest)
            return refuse("the file '" + name + "' is not the one that was signed; ask for the pack again");
    }
    for (auto const& [name, bytes] : files) {
        if (name != "manifest.json" && name != "manifest.sig" && !manifest.files.contains(name))
            return refuse("the pack holds a file '" + name + "' that its manifest does not name");
    }
    return true;
}

Result<bool> check_purpose(Manifest const& manifest, Purpose const& purpose)
{
    if (!purpose.instrument.empty() && manifest.instrument != purpose.instrument)
        return refuse("the pack is for the instrument '" + manifest.instrument + "', not for '" + purpose.instrument + "'");
    if (!purpose.study.empty() && manifest.study != purpose.study)
        return refuse("the pack is licensed for the study '" + manifest.study + "', not for '" + purpose.study + "'");
    if (purpose.today && *purpose.today < manifest.valid_from)
        return refuse("the pack is valid from " + to_string(manifest.valid_from) + " only");
    if (purpose.today && *purpose.today > manifest.valid_until)
        return refuse("the pack was valid until " + to_string(manifest.valid_until) + "; renew the licence");
    return true;
}

/// The structure that a pack of this instrument must fit.
Result<bool> check_instrument(Manifest const& manifest)
{
    if (manifest.instrument != "qlq-c30" || manifest.instrument_version != "3.0")
        return refuse("wording packs are for the instrument qlq-c30 version 3.0, not for " + manifest.instrument + " " + manifest.instrument_version);
    return true;
}

} // namespace

Result<Pack> verify_pack(Files const& files, std::vector<Bytes> const& public_keys, Purpose const& purpose, Audio audio)
{
    auto const text = TRY(file_of(files, "manifest.json"));
    auto const signature = TRY(file_of(files, "manifest.sig"));
    TRY(check_signature(text, signature, public_keys));
    Pack pack;
    pack.manifest = TRY(parse_manifest(text, ManifestKind::built));
    pack.hash = sha256_hex(text);
    TRY(check_instrument(pack.manifest));
    TRY(check_files(files, pack.manifest, audio));
    pack.wording = TRY(parse_wording(files.at("wording.json")));
    TRY(check_recordings(files, pack.manifest, pack.wording));
    TRY(check_purpose(pack.manifest, purpose));
    return pack;
}

Result<Files> build_pack(Files const& source, SigningKey const& key)
{
    auto const head = TRY(file_of(source, "pack.json"));
    auto manifest = TRY(parse_manifest(head, ManifestKind::source));
    Files pack = source;
    pack.erase("pack.json");
    pack.erase("manifest.json");
    pack.erase("manifest.sig");
    for (auto const& [name, bytes] : pack) {
        if (!is_payload_name(name))
            return refuse("beside pack.json and wording.json a pack may hold only audio/ with plain names (a-z 0-9 - . _)");
        manifest.files.emplace(name, sha256_hex(bytes));
    }
    auto const text = format_manifest(manifest);
    pack["manifest.json"] = text;
    pack["manifest.sig"] = base64(sign(key, text)) + "\n";
    TRY(verify_pack(pack, { Bytes(key.public_key.begin(), key.public_key.end()) }, {}));
    return pack;
}

Result<Files> read_pack_folder(std::filesystem::path const& folder)
{
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error))
        return fail(Code::not_found, "there is no folder '" + folder.string() + "'");
    Files files;
    std::uintmax_t total = 0;
    for (auto entry = std::filesystem::recursive_directory_iterator(folder, error); entry != std::filesystem::recursive_directory_iterator(); entry.increment(error)) {
        if (error)
            return fail(Code::io, "the folder '" + folder.string() + "' cannot be read; check its permissions");
        if (entry->is_directory(error) && !entry->is_symlink(error))
            continue;
        auto const name = entry->path().lexically_relative(folder).generic_string();
        if (entry->is_symlink(error) || !entry->is_regular_file(error))
            return refuse("'" + name + "' is neither a file nor a folder");
        total += entry->file_size(error);
        if (error || total > largest_pack)
            return refuse("the pack is larger than 64 MB");
        files.emplace(name, TRY(read_file(entry->path(), largest_pack)));
    }
    return files;
}

} // namespace bedside::packs
