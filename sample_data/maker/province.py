"""The made-up province "tỉnh Mẫu": its offices, how well each is to do, and what does not apply to whom."""

from .office import Office

SO, XA = "so", "xa"

NO_PROCEDURES = (
    "Đơn vị không có thủ tục hành chính trong lĩnh vực quản lý",
    ("1.10", "3.1.1", "3.1.2", "3.2.1", "3.2.2", "3.2.3", "3.3.1", "3.3.2", "3.3.3", "3.4.1", "3.4.2", "3.4.3", "3.6",
     "7.3.1", "7.3.2", "7.3.3", "7.3.4", "7.4"),
)  # fmt: skip
NO_DRAFTING = ("Năm 2025 không được giao chủ trì xây dựng văn bản QPPL", ("2.1.1", "2.1.2", "2.1.3"))
NO_SERVICE_UNITS = ("Không có đơn vị sự nghiệp công lập trực thuộc", ("4.2.2", "5.1.2", "6.2.2", "6.3.2"))
NO_INVESTMENT = ("Không được giao kế hoạch vốn đầu tư công năm 2025", ("6.1.1",))
NO_DELEGATION = ("Không có nhiệm vụ phân cấp, ủy quyền", ("4.3.2", "4.3.3"))
NO_RECRUITMENT = ("Trong năm không thực hiện tuyển dụng", ("5.2",))
NO_NORMS = ("Trong năm không ban hành văn bản QPPL", ("2.1.1",))
NO_WORKS = ("Không được giao làm chủ đầu tư dự án", ("6.1.2",))
NO_SURPLUS = ("Không có cán bộ, công chức dôi dư", ("5.6",))

DEPARTMENTS = (
    Office("VPUB", "Văn phòng Ủy ban nhân dân tỉnh", SO, 88.0, ranked=False, exempt=(NO_SERVICE_UNITS,)),
    Office("SNV", "Sở Nội vụ", SO, 94.4),
    Office("STP", "Sở Tư pháp", SO, 92.3, exempt=(NO_INVESTMENT,)),
    Office("STC", "Sở Tài chính", SO, 91.1, exempt=(NO_RECRUITMENT,)),
    Office("SCT", "Sở Công Thương", SO, 86.4),
    Office("SNNMT", "Sở Nông nghiệp và Môi trường", SO, 82.7),
    Office("SXD", "Sở Xây dựng", SO, 86.4, mirrors="SCT"),
    Office("SKHCN", "Sở Khoa học và Công nghệ", SO, 91.8, weak="4"),
    Office("SVHTTDL", "Sở Văn hóa, Thể thao và Du lịch", SO, 84.0),
    Office("SGDDT", "Sở Giáo dục và Đào tạo", SO, 89.2),
    Office("SYT", "Sở Y tế", SO, 80.9),
    Office("SDTTG", "Sở Dân tộc và Tôn giáo", SO, 78.6, exempt=(NO_SERVICE_UNITS, NO_RECRUITMENT)),
    Office("TTT", "Thanh tra tỉnh", SO, 85.3, exempt=(NO_PROCEDURES, NO_DRAFTING, NO_SERVICE_UNITS, NO_INVESTMENT)),
    Office("BQLKCN", "Ban Quản lý các khu công nghiệp", SO, 75.7, exempt=(NO_DRAFTING, NO_DELEGATION)),
)
"""In official order."""

COMMUNES = (
    Office("PLOCTHO", "Phường Lộc Thọ", XA, 91.9),
    Office("PTANHOA", "Phường Tân Hòa", XA, 88.3),
    Office("PDONGPHO", "Phường Đông Phố", XA, 86.9),
    Office("PNAMTHANH", "Phường Nam Thành", XA, 90.6, exempt=(NO_SURPLUS,)),
    Office("PBENVAN", "Phường Bến Vân", XA, 83.4),
    Office("PANKHANH", "Phường An Khánh Đông", XA, 79.1, exempt=(NO_NORMS,)),
    Office("XTHUONGLAM", "Xã Thượng Lâm", XA, 73.2),
    Office("XVANKHE", "Xã Vạn Khê", XA, 77.5),
    Office("XDAIPHONG", "Xã Đại Phong", XA, 85.1),
    Office("XPHUDIEN", "Xã Phú Điền", XA, 81.6),
    Office("XQUELAM", "Xã Quế Lâm", XA, 70.4, exempt=(NO_WORKS,)),
    Office("XHOALAC", "Xã Hòa Lạc", XA, 84.2),
    Office("XYENTHUY", "Xã Yên Thủy", XA, 82.8, near="XPHUDIEN"),
    Office("XCAMVAN", "Xã Cẩm Vân", XA, 76.3),
    Office("XANTHINH", "Xã Ân Thịnh", XA, 78.2),
    Office("XBINHNGUYEN", "Xã Bình Nguyên", XA, 87.7),
    Office("XTRAKHE", "Xã Trà Khê", XA, 68.9, exempt=(NO_NORMS,)),
    Office("XLONGTHUONG", "Xã Long Thượng", XA, 74.6),
    Office("XTHANHKHUONG", "Xã Thanh Khương", XA, 80.3),
    Office("XDONGTIEN", "Xã Đồng Tiến", XA, 75.5),
    Office("XVINHTHAI", "Xã Vĩnh Thái", XA, 82.1),
    Office("XMUONGVANG", "Xã Mường Vang", XA, 65.8, exempt=(NO_WORKS, NO_NORMS)),
    Office("XNAMKHAO", "Xã Nậm Khao", XA, 61.2, exempt=(NO_NORMS,)),
    Office("XSONTHUONG", "Xã Sơn Thượng", XA, 71.9),
)
"""In official order."""


def more_communes(count: int) -> tuple[Office, ...]:
    """Return any number of communes for benchmarks: ``Xã số 1``, ``Xã số 2``... with indices from 60 to 92."""
    return tuple(Office(f"X{at:04}", f"Xã số {at}", XA, 60 + at * 7 % 320 / 10) for at in range(1, count + 1))
