// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace bedside::ui {

Result<MappedFile> MappedFile::open(std::filesystem::path const& path)
{
    int const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return fail(Code::not_found, "The font " + path.string() + " can't be opened: install fonts-noto-cjk.");
    struct stat status {};
    MappedFile file;
    if (::fstat(descriptor, &status) == 0 && status.st_size > 0) {
        void* const data = ::mmap(nullptr, static_cast<std::size_t>(status.st_size), PROT_READ, MAP_SHARED, descriptor, 0);
        if (data != MAP_FAILED) {
            file.m_data = data;
            file.m_size = static_cast<std::size_t>(status.st_size);
        }
    }
    ::close(descriptor);
    if (!file.m_data)
        return fail(Code::io, "The font " + path.string() + " can't be mapped into memory.");
    return file;
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : m_data(std::exchange(other.m_data, nullptr))
    , m_size(std::exchange(other.m_size, 0))
{
}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept
{
    std::swap(m_data, other.m_data);
    std::swap(m_size, other.m_size);
    return *this;
}

void MappedFile::release_pages() const
{
    if (m_data)
        ::madvise(m_data, m_size, MADV_DONTNEED);
}

MappedFile::~MappedFile()
{
    if (m_data)
        ::munmap(m_data, m_size);
}

} // namespace bedside::ui
