// SPDX-License-Identifier: Apache-2.0
// SQLCipher 4's page layout and SQLite's write-ahead log, read from outside.
#include "sync/sql/page_check.h"

#include "forms/base/file_descriptor.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <memory>
#include <mutex>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <optional>
#include <sys/stat.h>
#include <thread>

namespace bedside::sql {
namespace {

// SQLCipher 4's defaults (https://www.zetetic.net/sqlcipher/design): 4096-byte pages that end with IV and HMAC-SHA512.
constexpr std::size_t page_size = 4096;
constexpr std::size_t salt_size = 16;
constexpr std::size_t iv_size = 16;
constexpr std::size_t mac_size = 64;
constexpr std::size_t cipher_size = page_size - iv_size - mac_size;
// SQLite's file format (https://www.sqlite.org/fileformat2.html, sections 1.3 and 4.1)
constexpr std::size_t header_pages_offset = 28;
constexpr std::size_t header_user_version_offset = 60;
constexpr std::size_t log_header_size = 32;
constexpr std::size_t frame_header_size = 24;

using Page = std::array<std::uint8_t, page_size>;

std::uint32_t big_endian(std::uint8_t const* bytes)
{
    return static_cast<std::uint32_t>(bytes[0]) << 24 | static_cast<std::uint32_t>(bytes[1]) << 16 | static_cast<std::uint32_t>(bytes[2]) << 8 | bytes[3];
}

std::uint32_t little_endian(std::uint8_t const* bytes)
{
    return static_cast<std::uint32_t>(bytes[3]) << 24 | static_cast<std::uint32_t>(bytes[2]) << 16 | static_cast<std::uint32_t>(bytes[1]) << 8 | bytes[0];
}

/// All of `size` bytes at `offset`, or false.
bool read_at(FileDescriptor const& file, std::uint64_t offset, std::uint8_t* out, std::size_t size)
{
    while (size > 0) {
        auto const got = ::pread(file.number(), out, size, static_cast<off_t>(offset));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        out += got;
        offset += static_cast<std::uint64_t>(got);
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

/// SQLite's running checksum over 8-byte steps.
struct Checksum {
    std::uint32_t first = 0;
    std::uint32_t second = 0;
    void add(std::uint8_t const* bytes, std::size_t size, bool big)
    {
        for (std::size_t i = 0; i + 8 <= size; i += 8) {
            first += (big ? big_endian(bytes + i) : little_endian(bytes + i)) + second;
            second += (big ? big_endian(bytes + i + 4) : little_endian(bytes + i + 4)) + first;
        }
    }
};

/// Committed frames of the write-ahead log: where each page's newest copy stands.
struct Log {
    std::map<std::uint32_t, std::uint64_t> offset_of_page;
    std::uint32_t pages = 0; ///< size of the database after the last commit, 0 without one
};

Log read_log(FileDescriptor const& file)
{
    Log log;
    std::array<std::uint8_t, log_header_size> header {};
    if (!file || !read_at(file, 0, header.data(), header.size()))
        return log;
    auto const magic = big_endian(header.data());
    if ((magic & ~1u) != 0x377f0682 || big_endian(header.data() + 8) != page_size)
        return log;
    bool const big = (magic & 1u) != 0;
    Checksum sum;
    sum.add(header.data(), 24, big);
    if (sum.first != big_endian(header.data() + 24) || sum.second != big_endian(header.data() + 28))
        return log;
    auto const frame = std::make_unique<std::array<std::uint8_t, frame_header_size + page_size>>();
    std::map<std::uint32_t, std::uint64_t> uncommitted;
    for (std::uint64_t offset = log_header_size; read_at(file, offset, frame->data(), frame->size()); offset += frame->size()) {
        auto const* bytes = frame->data();
        if (std::memcmp(bytes + 8, header.data() + 16, 8) != 0)
            break; // left over from before the log began anew
        sum.add(bytes, 8, big);
        sum.add(bytes + frame_header_size, page_size, big);
        if (sum.first != big_endian(bytes + 16) || sum.second != big_endian(bytes + 20))
            break;
        uncommitted[big_endian(bytes)] = offset + frame_header_size;
        if (auto const pages = big_endian(bytes + 4); pages != 0) {
            log.pages = pages;
            for (auto const& [page, where] : uncommitted)
                log.offset_of_page[page] = where;
            uncommitted.clear();
        }
    }
    return log;
}

/// Authenticates and decrypts pages of one file.
class Reader {
public:
    Reader(Secret const& key, std::uint8_t const* salt)
        : m_key(key)
        , m_mac_key(Secret::random(32))
    {
        std::array<std::uint8_t, salt_size> mac_salt {};
        for (std::size_t i = 0; i < salt_size; ++i)
            mac_salt[i] = salt[i] ^ 0x3a;
        PKCS5_PBKDF2_HMAC(reinterpret_cast<char const*>(key.bytes().data()), static_cast<int>(key.bytes().size()), mac_salt.data(), salt_size, 2,
            EVP_sha512(), static_cast<int>(m_mac_key.bytes().size()), m_mac_key.mutable_bytes().data());
    }

    bool authentic(Page const& page, std::uint32_t number) const
    {
        auto const skip = number == 1 ? salt_size : 0;
        std::array<std::uint8_t, page_size> covered {};
        auto const size = cipher_size + iv_size - skip;
        std::memcpy(covered.data(), page.data() + skip, size);
        for (std::size_t i = 0; i < 4; ++i)
            covered[size + i] = static_cast<std::uint8_t>(number >> (8 * i));
        std::array<std::uint8_t, mac_size> mac {};
        unsigned int length = 0;
        HMAC(EVP_sha512(), m_mac_key.bytes().data(), static_cast<int>(m_mac_key.bytes().size()), covered.data(), size + 4, mac.data(), &length);
        return length == mac_size && std::memcmp(mac.data(), page.data() + cipher_size + iv_size, mac_size) == 0;
    }

    /// Page 1 in clear from byte 16 on; the rest stays zero.
    Page first_page(Page const& page) const
    {
        Page clear {};
        std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> const context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
        int length = 0;
        if (context && EVP_DecryptInit_ex(context.get(), EVP_aes_256_cbc(), nullptr, m_key.bytes().data(), page.data() + cipher_size) == 1) {
            EVP_CIPHER_CTX_set_padding(context.get(), 0);
            EVP_DecryptUpdate(context.get(), clear.data() + salt_size, &length, page.data() + salt_size, static_cast<int>(cipher_size - salt_size));
        }
        return clear;
    }

private:
    Secret const& m_key;
    Secret m_mac_key;
};

/// SQLite never writes a page that was given back before its first commit: a hole, which SQLCipher accepts too.
bool never_written(Page const& page)
{
    return std::ranges::all_of(page, [](std::uint8_t byte) { return byte == 0; });
}

auto damaged(std::source_location where = std::source_location::current())
{
    return fail(Code::corrupted, "The database is damaged; nothing was changed. Keep the file and use the rescue, or restore a backup.", where);
}

Result<FileFacts> check_once(FileDescriptor const& file, FileDescriptor const& log_file, Secret const& key, Extent extent)
{
    struct stat status {};
    if (::fstat(file.number(), &status) != 0)
        return fail(Code::io, "The database file can't be read; check the disk.");
    auto const size = static_cast<std::uint64_t>(status.st_size);
    Page first {};
    if (size < page_size || !read_at(file, 0, first.data(), page_size))
        return fail(Code::corrupted, "The database file is cut short; nothing was changed. Restore a backup.");
    if (std::memcmp(first.data(), "SQLite format 3", 16) == 0)
        return fail(Code::wrong_key, "The database is not encrypted, so it is not one of ours; nothing was changed.");

    Reader const reader(key, first.data());
    auto const log = read_log(log_file);
    auto const load = [&](std::uint32_t number, Page& page) {
        if (auto const found = log.offset_of_page.find(number); found != log.offset_of_page.end())
            return read_at(log_file, found->second, page.data(), page_size) && reader.authentic(page, number);
        return read_at(file, (number - std::uint64_t { 1 }) * page_size, page.data(), page_size) && reader.authentic(page, number);
    };

    auto const pages_in_file = static_cast<std::uint32_t>(size / page_size);
    Page page;
    page.fill(1);
    if (!load(1, first)) {
        // Another page that fits the key tells a damaged first page from a wrong key.
        for (std::uint32_t number = 2; number <= std::min(pages_in_file, 32u); ++number)
            if (load(number, page))
                return damaged();
        return fail(Code::wrong_key, "The database does not open with this key; nothing was changed. Check that this is the key of this tablet.");
    }
    auto const clear = reader.first_page(first);
    FileFacts facts;
    facts.schema_version = static_cast<int>(big_endian(clear.data() + header_user_version_offset));
    facts.pages = log.pages != 0 ? log.pages : big_endian(clear.data() + header_pages_offset);
    if (log.pages == 0 && pages_in_file < facts.pages)
        return fail(Code::corrupted, "The database file is cut short; nothing was changed. Restore a backup.");
    if (extent == Extent::every_page)
        for (std::uint32_t number = 2; number <= facts.pages; ++number)
            if (!load(number, page) && !never_written(page))
                return damaged();
    return facts;
}

/// The database file, opened once and never closed while the process lives. POSIX takes all of a process's locks on a file away when it closes
/// any descriptor of it, and SQLite's are such locks: without its own, another program that comes and goes would remove the log under us.
Result<FileDescriptor const*> kept_open(std::filesystem::path const& file)
{
    static std::mutex mutex;
    static std::map<std::pair<dev_t, ino_t>, std::unique_ptr<FileDescriptor const>> kept;
    std::lock_guard const lock(mutex);
    struct stat status {};
    if (::lstat(file.c_str(), &status) == 0) {
        if (auto const found = kept.find({ status.st_dev, status.st_ino }); found != kept.end())
            return found->second.get();
    }
    auto opened = std::make_unique<FileDescriptor const>(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!*opened && (errno == ENOENT || errno == ENOTDIR))
        return fail(Code::not_found, "There is no database in this folder; enrol the tablet first.");
    if (!*opened || ::fstat(opened->number(), &status) != 0)
        return fail(Code::io, "The database file can't be opened; check who may read it.");
    auto const* borrowed = opened.get();
    kept[{ status.st_dev, status.st_ino }] = std::move(opened);
    return borrowed;
}

} // namespace

Result<FileFacts> check_file(std::filesystem::path const& file, Secret const& key, Extent extent)
{
    if (key.bytes().size() != 32)
        return fail(Code::missing_key, "There is no key of 32 bytes for the database.");
    // Another program may be copying its log into the file while we look, which tears a page for a moment.
    constexpr int attempts = 6;
    for (int attempt = 1;; ++attempt) {
        auto const opened = TRY(kept_open(file));
        FileDescriptor const log(::open((file.string() + "-wal").c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
        auto facts = check_once(*opened, log, key, extent);
        if (facts || attempt == attempts)
            return facts;
        std::this_thread::sleep_for(std::chrono::milliseconds(5 * attempt));
    }
}

} // namespace bedside::sql
