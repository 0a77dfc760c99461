// SPDX-License-Identifier: Apache-2.0
// Key files and PIN hashes.
#include "sync/admin/key_command.h"
#include "forms/base/crypto.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace bedside::admin {
namespace {

std::unexpected<Error> file_failure(int number, std::filesystem::path const& file)
{
    auto const name = "'" + file.string() + "'";
    switch (number) {
    case EEXIST: return fail(Code::already_exists, name + " exists already; a key is never overwritten, choose another name");
    case ENOENT: return fail(Code::not_found, "the folder of " + name + " does not exist; make it first");
    case ENOSPC:
    case EDQUOT: return fail(Code::disk_full, "there is no room for " + name + "; free some and try again");
    case EROFS:
    case EACCES:
    case EPERM: return fail(Code::read_only, name + " may not be written here; choose a folder of your own");
    default: return fail(Code::io, name + " cannot be written: " + std::strerror(number));
    }
}

} // namespace

Result<int> key_new(std::filesystem::path const& file)
{
    int const descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return file_failure(errno, file);
    auto const key = Secret::random(32);
    auto digits = hex(key.bytes());
    digits.push_back('\n');
    auto failure = 0;
    if (::write(descriptor, digits.data(), digits.size()) != static_cast<ssize_t>(digits.size()) || ::fsync(descriptor) != 0)
        failure = errno != 0 ? errno : EIO;
    ::explicit_bzero(digits.data(), digits.size());
    if (::close(descriptor) != 0 && failure == 0)
        failure = errno;
    if (failure != 0) {
        ::unlink(file.c_str());
        return file_failure(failure, file);
    }
    return 0;
}

Result<int> staff_hash(std::istream& in, std::ostream& out)
{
    std::string pin;
    std::getline(in, pin);
    auto const digits = std::all_of(pin.begin(), pin.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || pin.size() < 4 || pin.size() > 12)
        return fail(Code::invalid_argument, "give a PIN of 4 to 12 digits on standard input");
    out << TRY(hash_password(pin, PasswordCost::interactive)) << '\n';
    return 0;
}

} // namespace bedside::admin
