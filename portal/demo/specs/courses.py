"""Ten invented courses of the plan's training duty (III.6.a): one full, one over with certificates, one under way with materials."""

from typing import Final

from events.enums import AttendanceMode, CertificateRule
from portal.demo.specs.shapes import CourseSpec, SessionSpec, Words

LECTURER = ("Lê Thu Hà", Words("Thạc sĩ, giảng viên (mẫu)", "MSc, lecturer (sample)"))
EXPERT = ("Vũ Quang Minh", Words("Tiến sĩ, chuyên gia tư vấn (mẫu)", "PhD, consultant (sample)"))

OVER: Final = "so-huu-tri-tue"
UNDER_WAY: Final = "chuyen-doi-so"
MATERIALS: Final = (
    Words("Chương trình và bài đọc trước (mẫu)", "Programme and reading before the course (sample)"),
    Words("Bài giảng buổi 1 (mẫu)", "Slides of session 1 (sample)"),
    Words("Bài tập cuối khóa và lời giải (mẫu)", "Final exercise with solution (sample)"),
)
FIVE_HALF_DAYS: Final = (
    SessionSpec(Words("Buổi 1: Nhãn hiệu và chỉ dẫn địa lý", "Session 1: Trade marks and origins"), 0, 8, 180),
    SessionSpec(
        Words("Buổi 2: Sáng chế và giải pháp hữu ích", "Session 2: Inventions and utility models"), 0, 13, 180, 30
    ),
    SessionSpec(Words("Buổi 3: Nộp đơn trực tuyến", "Session 3: Applying online"), 1, 8, 180),
    SessionSpec(Words("Buổi 4: Xử lý xâm phạm", "Session 4: Infringement"), 1, 13, 180, 30),
    SessionSpec(Words("Buổi 5: Bài tập tổng hợp", "Session 5: Final exercise"), 2, 8, 180),
)
THREE_WEEKLY: Final = (
    SessionSpec(Words("Buổi 1: Nhật ký sản xuất điện tử", "Session 1: Electronic production log"), 0, 8, 180),
    SessionSpec(Words("Buổi 2: Truy xuất nguồn gốc", "Session 2: Traceability"), 7, 8, 180),
    SessionSpec(Words("Buổi 3: Bán hàng qua sàn", "Session 3: Selling on platforms"), 14, 8, 180),
)

COURSES: tuple[CourseSpec, ...] = (
    CourseSpec(
        "moi-gioi",
        Words(
            "Môi giới chuyển giao công nghệ cho tổ chức trung gian", "Brokering technology transfer, for intermediaries"
        ),
        Words(
            "Ba ngày thực hành: từ nhu cầu, hồ sơ, gặp gỡ đến hợp đồng.",
            "Three days of practice: from a need to profile, meeting and contract.",
        ),
        12,
        3,
        21,
        Words(
            "Chuyên viên tổ chức trung gian, cán bộ sở, ngành, xã, phường",
            "Staff of intermediaries, departments and communes",
        ),
        ("intermediaries", "officials"),
        (
            (Words("Thị trường và vai trò người môi giới", "The market and the broker's role"), 4),
            (Words("Phỏng vấn nhu cầu tại xưởng", "Interviewing a workshop on its needs"), 7),
            (Words("Đàm phán và hợp đồng", "Negotiation and contract"), 10),
        ),
        (LECTURER, EXPERT),
        CertificateRule.EXAM,
        30,
    ),
    CourseSpec(
        "ho-so",
        Words("Soạn hồ sơ công nghệ dễ hiểu", "Writing a technology profile that is understood"),
        Words("Mang hồ sơ của mình đến, ra về với bản đã sửa.", "Bring your profile and leave with a better one."),
        7,
        1,
        7,
        Words("Doanh nghiệp, viện, trường, nhà sáng chế", "Enterprises, institutes, universities, inventors"),
        ("enterprises", "researchers"),
        (
            (Words("Nêu hiệu quả bằng số", "Effects in figures"), 3),
            (Words("Sửa hồ sơ theo nhóm", "Editing in groups"), 4),
        ),
        (LECTURER,),
        capacity=2,
    ),
    CourseSpec(
        "dinh-gia",
        Words("Định giá công nghệ và tài sản trí tuệ", "Valuing technology and intellectual property"),
        Words(
            "Ba phương pháp, bảng tính mẫu, một ca thật đã ẩn danh.",
            "Three methods, a worksheet and one real case without names.",
        ),
        27,
        2,
        14,
        Words("Kế toán, thẩm định viên, quản lý công nghệ", "Accountants, valuers, technology managers"),
        ("intermediaries", "enterprises"),
        (
            (Words("Phương pháp chi phí, thị trường, thu nhập", "Cost, market and income methods"), 8),
            (Words("Ca thực hành", "Case"), 6),
        ),
        (EXPERT,),
        fee=Words("500.000 đồng", "VND 500,000"),
        organiser="dau-son",
    ),
    CourseSpec(
        "hop-dong",
        Words(
            "Hợp đồng chuyển giao công nghệ: điều khoản cần có",
            "Technology transfer contracts: the clauses that matter",
        ),
        Words(
            "Đọc từng điều khoản cùng luật sư, sửa hai hợp đồng mẫu.",
            "Clause by clause with a lawyer, on two model contracts.",
        ),
        33,
        1,
        7,
        Words("Pháp chế doanh nghiệp, tổ chức trung gian", "Company lawyers and intermediaries"),
        ("enterprises", "intermediaries"),
        ((Words("Đối tượng, giá, bảo hành, bảo mật", "Object, price, warranty, secrecy"), 7),),
        (EXPERT,),
        mode=AttendanceMode.ONLINE,
    ),
    CourseSpec(
        "trl",
        Words("Đánh giá mức sẵn sàng của công nghệ (TRL)", "Assessing technology readiness levels"),
        Words(
            "Chấm điểm năm công nghệ thật theo chín mức, so kết quả giữa các nhóm.",
            "Grade five real technologies on nine levels and compare.",
        ),
        20,
        1,
        7,
        Words("Cán bộ quản lý, nhà khoa học", "Officials and researchers"),
        ("officials", "researchers"),
        (
            (Words("Chín mức và bằng chứng", "Nine levels and their evidence"), 3),
            (Words("Thực hành chấm", "Grading"), 4),
        ),
        (LECTURER,),
        languages=("vi", "en"),
    ),
    CourseSpec(
        "tra-cuu",
        Words(
            "Tra cứu sáng chế miễn phí để không làm lại việc cũ",
            "Searching patents free of charge, so as not to invent twice",
        ),
        Words("Dùng ba kho tra cứu công khai, lập báo cáo một trang.", "Three public databases and a one-page report."),
        41,
        1,
        6,
        Words("Kỹ sư, sinh viên, nhà sáng chế", "Engineers, students, inventors"),
        ("students", "researchers", "enterprises"),
        (
            (Words("Từ khóa và phân loại IPC", "Keywords and IPC"), 3),
            (Words("Đọc yêu cầu bảo hộ", "Reading claims"), 3),
        ),
        (LECTURER,),
        CertificateRule.NONE,
        40,
        AttendanceMode.BOTH,
    ),
    CourseSpec(
        "thong-ke",
        Words("Số liệu thống kê thị trường khoa học và công nghệ"),
        Words("Cách ghi giao dịch, tính chỉ tiêu của Kế hoạch 149 và viết báo cáo năm."),
        48,
        2,
        12,
        Words("Cán bộ thống kê sở, ngành, xã, phường"),
        ("officials",),
        ((Words("Chỉ tiêu và nguồn số liệu"), 5), (Words("Thực hành trên cổng"), 7)),
        (LECTURER,),
        organiser="so-khcn",
    ),
    CourseSpec(
        "truyen-thong",
        Words("Truyền thông khoa học và công nghệ cho phóng viên cơ sở"),
        Words("Viết một tin, một phóng sự ngắn và một bản đọc loa về mô hình điển hình."),
        -12,
        2,
        12,
        Words("Phóng viên, cán bộ văn hóa xã, phường"),
        ("officials", "public"),
        ((Words("Hỏi chuyện nhà sáng chế"), 4), (Words("Viết cho từng nhóm người đọc"), 8)),
        (LECTURER,),
    ),
    CourseSpec(
        OVER,
        Words("Sở hữu trí tuệ cho sản phẩm làng nghề", "Intellectual property for craft villages"),
        Words(
            "Năm buổi: từ nhãn hiệu của làng đến đơn nộp trực tuyến.",
            "Five sessions: from the village's mark to an application online.",
        ),
        -9,
        3,
        15,
        Words("Hợp tác xã, hội nghề, cán bộ xã, phường", "Cooperatives, craft associations, communes"),
        ("enterprises", "officials"),
        ((Words("Xác lập quyền", "Obtaining rights"), 9), (Words("Thực thi quyền", "Enforcing rights"), 6)),
        (LECTURER,),
        sessions=FIVE_HALF_DAYS,
    ),
    CourseSpec(
        UNDER_WAY,
        Words("Chuyển đổi số cho hợp tác xã", "Going digital, for cooperatives"),
        Words(
            "Ba buổi cách nhau một tuần, giữa hai buổi làm tại hợp tác xã.",
            "Three sessions a week apart, with work at home between them.",
        ),
        -3,
        15,
        9,
        Words("Giám đốc và kế toán hợp tác xã", "Managers and accountants of cooperatives"),
        ("enterprises",),
        ((Words("Công cụ", "Tools"), 6), (Words("Thực hành", "Practice"), 3)),
        (EXPERT,),
        sessions=THREE_WEEKLY,
    ),
)
