"""Support services (S5) and the portal's own texts."""

from dataclasses import dataclass

from portal.demo.specs.shapes import Words


@dataclass(frozen=True, slots=True)
class ServiceSpec:
    """A support service with its steps."""

    title: Words
    summary: Words
    for_whom: Words
    fee: Words
    time: Words
    provider: Words
    legal_basis: Words
    steps: tuple[tuple[Words, Words], ...]


@dataclass(frozen=True, slots=True)
class ContentSpec:
    """A page of text."""

    title: Words
    slug: Words
    intro: Words
    paragraphs: tuple[Words, ...]


FREE = Words("Miễn phí (minh họa)", "Free of charge (illustrative)")
CENTRE = Words(
    "Trung tâm Ứng dụng và Dịch vụ khoa học và công nghệ",
    "Centre for Application and Services of Science and Technology",
)

SERVICES: tuple[ServiceSpec, ...] = (
    ServiceSpec(
        Words("Tìm công nghệ theo yêu cầu", "Finding a technology on request"),
        Words(
            "Chuyên viên cùng doanh nghiệp viết nhu cầu bằng số và tìm ít nhất ba lời giải.",
            "An adviser helps to put the need in figures and finds at least three solutions.",
        ),
        Words(
            "Doanh nghiệp, hợp tác xã, làng nghề trong tỉnh",
            "Enterprises, cooperatives and craft villages of the province",
        ),
        FREE,
        Words("15 ngày làm việc", "15 working days"),
        CENTRE,
        Words("Mục III.2.d Kế hoạch 149/KH-UBND", "Section III.2.d of Plan 149/KH-UBND"),
        (
            (
                Words("Gửi yêu cầu", "Send a request"),
                Words("Nêu việc khó bằng lời của bạn.", "Say in your own words what is difficult."),
            ),
            (
                Words("Đo và viết nhu cầu", "Measure and write the need"),
                Words("Chuyên viên đến tận nơi.", "An adviser comes to see you."),
            ),
            (
                Words("Nhận danh sách lời giải", "Receive solutions"),
                Words("Kèm ưu, nhược điểm và chi phí.", "With strengths, weaknesses and costs."),
            ),
        ),
    ),
    ServiceSpec(
        Words("Định giá công nghệ và tài sản trí tuệ", "Valuing technology and intellectual property"),
        Words(
            "Báo cáo định giá sơ bộ để đàm phán, góp vốn hoặc vay.",
            "A first valuation for negotiation, capital or credit.",
        ),
        Words("Chủ sở hữu công nghệ, bên nhận chuyển giao", "Owners and receivers of technology"),
        Words("Theo thỏa thuận (minh họa)", "By agreement (illustrative)"),
        Words("20 ngày làm việc", "20 working days"),
        Words("Tổ chức trung gian trong mạng lưới", "An intermediary of the network"),
        Words("Mục III.2.d Kế hoạch 149/KH-UBND", "Section III.2.d of Plan 149/KH-UBND"),
        (
            (
                Words("Gửi hồ sơ", "Send documents"),
                Words("Mô tả, quyền sở hữu, số liệu sử dụng.", "Description, rights, figures of use."),
            ),
            (
                Words("Trao đổi phương pháp", "Agree on the method"),
                Words("Chi phí, thị trường hoặc thu nhập.", "Cost, market or income."),
            ),
            (
                Words("Nhận báo cáo", "Receive the report"),
                Words("Có giải thích và giới hạn.", "With explanations and limits."),
            ),
        ),
    ),
    ServiceSpec(
        Words("Đặt hàng nhiệm vụ khoa học và công nghệ", "Commissioning a science and technology task"),
        Words(
            "Hướng dẫn doanh nghiệp đề xuất nhiệm vụ cấp tỉnh.", "Guides enterprises in proposing a provincial task."
        ),
        Words(
            "Doanh nghiệp có vấn đề chưa có lời giải trên thị trường",
            "Enterprises whose problem has no solution on the market yet",
        ),
        FREE,
        Words("Theo đợt trong năm", "In yearly rounds"),
        Words("Sở Khoa học và Công nghệ", "Department of Science and Technology"),
        Words("Mục III.3.a Kế hoạch 149/KH-UBND", "Section III.3.a of Plan 149/KH-UBND"),
        (
            (
                Words("Nêu đề xuất", "Propose"),
                Words(
                    "Vấn đề, mục tiêu đo được, phần doanh nghiệp đóng góp.",
                    "Problem, measurable goal, your contribution.",
                ),
            ),
            (Words("Xét chọn", "Selection"), Words("Hội đồng tư vấn.", "By a council.")),
        ),
    ),
)

CONTENT: tuple[ContentSpec, ...] = (
    ContentSpec(
        Words("Giới thiệu", "About"),
        Words("gioi-thieu", "about"),
        Words(
            "Cổng này làm gì, cho ai, và ai chịu trách nhiệm.",
            "What this portal does, for whom, and who answers for it.",
        ),
        (
            Words(
                "Cổng giới thiệu công nghệ sẵn sàng chuyển giao, nhu cầu đang tìm lời giải, hội chợ, khóa học, giải thưởng và tin tức của thị trường khoa học và công nghệ của tỉnh.",
                "The portal shows technologies ready for transfer, needs looking for solutions, fairs, courses, awards and the news of the province's science and technology market.",
            ),
            Words(
                "Cơ sở là Kế hoạch 149/KH-UBND ngày 08/5/2023 của UBND tỉnh Bắc Ninh. Dữ liệu trên bản này là dữ liệu minh họa.",
                "It stands on Plan 149/KH-UBND of 8 May 2023 of the People's Committee of Bắc Ninh province. What this copy shows is illustrative.",
            ),
        ),
    ),
    ContentSpec(
        Words("Trợ năng", "Accessibility"),
        Words("tro-nang", "accessibility"),
        Words(
            "Cổng được làm để ai cũng dùng được, trên điện thoại nào cũng được.",
            "The portal is made for everyone, on any phone.",
        ),
        (
            Words(
                "Mục tiêu là WCAG 2.2 mức AA: dùng được bằng bàn phím, trình đọc màn hình, phóng to 200%, không cần JavaScript.",
                "The aim is WCAG 2.2, level AA: by keyboard, with a screen reader, at 200% zoom and without JavaScript.",
            ),
            Words(
                "Gặp khó khăn, xin gửi góp ý; chúng tôi trả lời trong mười ngày làm việc.",
                "If something is in your way, write to us; we answer within ten working days.",
            ),
        ),
    ),
    ContentSpec(
        Words("Quyền riêng tư", "Privacy"),
        Words("quyen-rieng-tu", "privacy"),
        Words("Chúng tôi giữ gì, vì sao, bao lâu.", "What we keep, why, and for how long."),
        (
            Words(
                "Trang công khai không đặt cookie và không theo dõi ai. Khi đăng ký sự kiện hay gửi câu hỏi, chúng tôi chỉ giữ những gì cần để trả lời.",
                "Public pages set no cookie and follow nobody. When you register or ask something we keep only what it takes to answer.",
            ),
            Words(
                "Chúng tôi đếm mỗi tin, bài được mở bao nhiêu lần, theo ngày, ngôn ngữ và nguồn đến (trực tiếp, trang tìm kiếm, trang khác của Cổng, bản tin). Chúng tôi không lưu địa chỉ mạng, phần mềm hay mã nhận dạng của bạn; trình duyệt có bật yêu cầu không theo dõi (DNT, GPC) thì không được đếm.",
                "We count how often each story is opened, by day, language and source (direct, search engine, another page of the portal, newsletter). We keep no network address, program or identifier of yours; a browser that asks not to be followed (DNT, GPC) is not counted.",
            ),
            Words(
                "Khi bạn tìm bằng giọng nói, trình duyệt có thể gửi âm thanh tới công ty làm ra trình duyệt để đổi thành chữ; vì vậy Cổng hỏi trước và ghi câu trả lời ngay trong trình duyệt của bạn. Cổng không nhận âm thanh, chỉ nhận những từ bạn tìm.",
                "When you search by voice, your browser may send the sound to the company that makes it, which turns it into words; so we ask first and leave your answer in your own browser. We receive no sound, only the words that you search for.",
            ),
            Words(
                "Bạn có thể xin bản sao hoặc xin xóa dữ liệu của mình qua trang góp ý.",
                "You can ask for a copy of your data, or for its removal, through the feedback page.",
            ),
        ),
    ),
)
