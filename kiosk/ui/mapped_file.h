// SPDX-License-Identifier: Apache-2.0
// A file mapped read-only: pages are loaded when touched and shared with every other process.
#pragma once

#include "forms/base/result.h"

#include <cstddef>
#include <filesystem>

namespace bedside::ui {

class MappedFile {
public:
    /// Fails with not_found or io.
    static Result<MappedFile> open(std::filesystem::path const& path);
    MappedFile() = default;
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    ~MappedFile();

    /// Gives the touched pages back to the system's cache; they return when touched again.
    void release_pages() const;
    void* data() const { return m_data; }
    std::size_t size() const { return m_size; }

private:
    void* m_data = nullptr;
    std::size_t m_size = 0;
};

} // namespace bedside::ui
