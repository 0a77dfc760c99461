// SPDX-License-Identifier: Apache-2.0
#include "sync/client/update.h"

#include "forms/base/durable_file.h"
#include "forms/base/file_descriptor.h"
#include "forms/base/sha256_stream.h"
#include "forms/engine/json.h"

#include <cerrno>
#include <fcntl.h>
#include <sstream>
#include <unistd.h>

namespace bedside::client {
namespace {

namespace fs = std::filesystem;

constexpr char const* part_ending = ".part";
constexpr char const* bundle_ending = ".bedside-update";

std::string small_file(fs::path const& file)
{
    return read_file(file, 4096).value_or("");
}

std::unexpected<Error> not_written()
{
    return fail(errno == ENOSPC ? Code::disk_full : Code::io, "the update cannot be kept; check the disk and who may write there");
}

} // namespace

std::optional<wire::UpdateManifest> installed_package(UpdatePlace const& place)
{
    std::istringstream text(small_file(place.folder / "version"));
    wire::UpdateManifest installed;
    text >> installed.version >> installed.architecture >> installed.suite;
    return installed.suite.empty() ? std::nullopt : std::optional(installed);
}

UpdateState update_state(UpdatePlace const& place)
{
    std::error_code error;
    for (auto const& entry : fs::directory_iterator(place.folder / "incoming", error)) {
        auto const name = entry.path().filename();
        if (name.extension() == bundle_ending)
            return { "waiting", name.stem().string(), {} };
        if (name.extension() == part_ending)
            return { "fetching", name.stem().stem().string(), {} };
    }
    auto const result = forms::Json::parse(small_file(place.folder / "result.json"), 4);
    if (!result)
        return {};
    return { result->string_at("state"), result->string_at("to"), result->string_at("detail") };
}

UpdateDownload::UpdateDownload(fs::path part, fs::path final, wire::UpdateOffer const& offer, std::int64_t held)
    : m_part(std::move(part))
    , m_final(std::move(final))
    , m_sha256(offer.sha256)
    , m_manifest(offer.manifest)
    , m_bytes(offer.bytes)
    , m_held(held)
{
}

Result<UpdateDownload> UpdateDownload::open(UpdatePlace const& place, wire::UpdateOffer const& offer)
{
    auto const pem = small_file(place.key);
    if (pem.empty())
        return fail(Code::missing_key, "there is no key to check updates with at '" + place.key.string() + "'");
    auto const key = TRY(wire::update_key(pem));
    auto const manifest = TRY(offer.manifest.opened_by(key));
    auto const installed = installed_package(place);
    if (!installed || manifest.suite != installed->suite || manifest.architecture != installed->architecture)
        return fail(Code::invalid_data, "the update is for other tablets");
    auto const sha256 = from_hex(offer.sha256);
    if (!sha256 || sha256->size() != 32 || offer.bytes <= 0 || offer.bytes > wire::largest_update)
        return fail(Code::invalid_data, "the server's offer of an update is not complete");
    auto const incoming = place.folder / "incoming";
    auto part = incoming / (manifest.version + "." + offer.sha256.substr(0, 16) + part_ending);
    std::error_code error;
    for (auto const& entry : fs::directory_iterator(incoming, error)) // of an update that is offered no more
        if (entry.path().extension() == part_ending && entry.path() != part)
            fs::remove(entry.path(), error);
    auto held = static_cast<std::int64_t>(fs::file_size(part, error));
    if (error || held > offer.bytes)
        held = 0;
    return UpdateDownload(std::move(part), incoming / (manifest.version + bundle_ending), offer, held);
}

Result<void> UpdateDownload::add(std::string_view piece)
{
    if (piece.empty() || static_cast<std::int64_t>(piece.size()) > m_bytes - m_held)
        return fail(Code::invalid_data, "the server sends other bytes of the update than it offered");
    FileDescriptor const file(::open(m_part.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | (m_held == 0 ? O_TRUNC : O_APPEND), 0640));
    if (!file)
        return not_written();
    if (::write(file.number(), piece.data(), piece.size()) != static_cast<ssize_t>(piece.size()) || ::fdatasync(file.number()) != 0) {
        auto failure = not_written();
        if (::ftruncate(file.number(), m_held) != 0)
            m_held = 0; // begun anew
        return failure;
    }
    m_held += static_cast<std::int64_t>(piece.size());
    return {};
}

Result<void> UpdateDownload::finish()
{
    FileDescriptor const file(::open(m_part.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!file)
        return not_written();
    Sha256Stream sum;
    std::string head;
    std::string buffer(1 << 20, '\0');
    ssize_t got = 0;
    while ((got = ::read(file.number(), buffer.data(), buffer.size())) > 0) {
        std::string_view const piece(buffer.data(), static_cast<std::size_t>(got));
        sum.add(piece);
        if (head.size() < 8192)
            head.append(piece.substr(0, 8192));
    }
    auto const inside = wire::SignedManifest::of_bundle(head);
    std::error_code error;
    if (got < 0 || hex(sum.digest()) != m_sha256 || !inside || inside->text != m_manifest.text || inside->signature != m_manifest.signature) {
        fs::remove(m_part, error);
        m_held = 0;
        return fail(Code::invalid_data, "the update that came is not the one that was offered; it is fetched again");
    }
    fs::rename(m_part, m_final, error);
    FileDescriptor const folder(::open(m_final.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (error || ::fsync(folder.number()) != 0)
        return not_written();
    return {};
}

} // namespace bedside::client
