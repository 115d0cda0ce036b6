"""Invented stories of three newsrooms, one of them merged: print, online, radio and television, two corrections."""

from news.enums import ArticleKind
from portal.demo.specs.shapes import Publication, StorySpec, Words

NEWSPAPER = "bao-bac-ninh"
BROADCASTER = "dai-ptth"
FORMER = "ban-tin-kinh-bac"
REPORTER = Words("Phóng viên mẫu", "Sample reporter")
NIGHT_DESK = Words("Ban biên tập mẫu", "Sample desk")

STORIES: tuple[StorySpec, ...] = (
    StorySpec(
        "toi-khong-khoi",
        NEWSPAPER,
        Words(
            "Hợp tác xã bỏ lò than, tỏi khô trong một ngày",
            "A cooperative leaves coal behind and dries garlic in a day",
        ),
        Words(
            "Hai buồng sấy bơm nhiệt giúp một hợp tác xã mẫu giảm hao hụt từ 14% còn chưa đến 5% sau hai vụ.",
            "Two heat-pump chambers cut a sample cooperative's losses from 14% to under 5% in two seasons.",
        ),
        (
            Words(
                "Sáu giờ sáng, mẻ tỏi thứ hai trong tuần đã vào buồng. Không khói, không phải canh trời.",
                "At six in the morning the week's second batch is in. There is no smoke, and nobody watches the sky.",
            ),
            Words(
                "Theo số đo của phòng kiểm nghiệm mẫu, mỗi kg nước tách ra chỉ tốn 0,52 kWh. Người vận hành cho biết học hết quy trình trong ba buổi.",
                "A sample laboratory measured 0.52 kWh for each kg of water. The operator says that it took three sessions to learn.",
            ),
            Words(
                "Hồ sơ công nghệ đã có trên cổng; các hợp tác xã khác có thể gửi câu hỏi trực tiếp.",
                "The technology is on this portal, where other cooperatives can ask about it.",
            ),
        ),
        1,
        REPORTER,
        audiences=("farmers", "enterprises"),
        fields=("agricultural-processing",),
        is_model_example=True,
        featured=True,
        about=("say-bom-nhiet",),
    ),
    StorySpec(
        "cho-cong-nghe-sap-mo",
        NEWSPAPER,
        Words(
            "Chợ công nghệ Kinh Bắc mở cổng đăng ký cho 60 gian hàng",
            "Kinh Bắc technology fair opens applications for 60 stands",
        ),
        Words(
            "Đơn vị trưng bày nộp đơn trên mạng; khách tham quan nhận mã vào cửa qua thư.",
            "Exhibitors apply online; visitors receive their code by mail.",
        ),
        (
            Words(
                "Ban tổ chức mẫu cho biết ưu tiên công nghệ chế biến sâu, cơ giới hóa và công nghiệp phụ trợ.",
                "The sample organisers give priority to deep processing, mechanisation and supporting industry.",
            ),
            Words(
                "Ba phiên kết nối được xếp theo nhu cầu doanh nghiệp đã đăng trên cổng.",
                "Three matching sessions follow the needs published on the portal.",
            ),
        ),
        3,
        NIGHT_DESK,
        audiences=("enterprises", "public"),
        fields=("mechanics-automation",),
        about=("cho-kinh-bac",),
    ),
    StorySpec(
        "nghe-gom-am",
        NEWSPAPER,
        Words("Khói lò gốm sưởi ấm phòng sấy", "Kiln smoke now warms the drying room"),
        Words(
            "Bốn hộ làng nghề tự lắp bộ thu hồi nhiệt, tiết kiệm gần một phần năm gas.",
            "Four craft households fitted heat recovery themselves and save almost a fifth of their gas.",
        ),
        (
            Words(
                "Mô-đun gốm rỗng do chính thợ trong xưởng nặn và nung.",
                "The hollow modules were shaped and fired by the potters.",
            ),
            Words(
                "Thời gian sấy mộc rút từ ba ngày còn một ngày, kể cả những ngày nồm.",
                "Drying takes one day instead of three, even in humid weather.",
            ),
        ),
        6,
        REPORTER,
        audiences=("craft-villages",),
        fields=("construction-ceramics", "crafts-villages"),
        is_model_example=True,
        about=("lo-gom",),
    ),
    StorySpec(
        "nhu-cau-xuong-nho",
        NEWSPAPER,
        Words("Xưởng nhỏ cần gì ở công nghệ?", "What do small workshops want from technology?"),
        Words(
            "Hiệp hội mẫu tổng hợp 12 nhu cầu: tiết kiệm điện, bớt mùi, giao hàng đúng hẹn.",
            "A sample association collected 12 needs: less power, less smell, delivery on time.",
        ),
        (
            Words(
                "Phần lớn xưởng chưa biết mô tả nhu cầu bằng số, nên chuyên viên đến tận nơi đo cùng.",
                "Most workshops had not put their needs in figures, so advisers came to measure with them.",
            ),
            Words(
                "Năm trong số 12 nhu cầu đã có công nghệ phù hợp trên cổng.",
                "Five of the twelve needs already have a matching technology here.",
            ),
        ),
        9,
        REPORTER,
        audiences=("enterprises", "intermediaries"),
        fields=("energy-saving",),
        correction=Words("Bản đầu ghi 15 nhu cầu; số đúng là 12.", "The first version said 15 needs; 12 is right."),
        first_lead="Hiệp hội mẫu tổng hợp 15 nhu cầu: tiết kiệm điện, bớt mùi, giao hàng đúng hẹn.",
    ),
    StorySpec(
        "hoc-moi-gioi",
        NEWSPAPER,
        Words("Học làm người môi giới công nghệ", "Learning to broker technology"),
        Words(
            "Khóa học ba ngày đưa học viên xuống xưởng phỏng vấn nhu cầu.",
            "A three-day course takes its trainees to workshops to interview them.",
        ),
        (
            Words(
                "Học viên về đích khi viết được hồ sơ mà người mua hiểu trong hai phút.",
                "Trainees pass when a buyer understands their profile in two minutes.",
            ),
        ),
        13,
        REPORTER,
        audiences=("intermediaries", "officials"),
    ),
    StorySpec(
        "ket-qua-anh-kinh-bac",
        NEWSPAPER,
        Words(
            "Giải Ánh Kinh Bắc gọi tên máy sấy tỏi và lò gốm", "Ánh Kinh Bắc award goes to a garlic dryer and a kiln"
        ),
        Words(
            "Hội đồng mẫu công bố kết quả sau 14 ngày lấy ý kiến công khai.",
            "The sample council announced the result after 14 days of public comment.",
        ),
        (
            Words(
                "Hai giải nhất thuộc lĩnh vực nông nghiệp và làng nghề.",
                "Both first prizes went to agriculture and crafts.",
            ),
            Words(
                "Bảng điểm ẩn danh được đăng cùng quyết định để ai cũng kiểm tra được.",
                "The anonymous score sheet was published with the decision for everyone to check.",
            ),
        ),
        29,
        NIGHT_DESK,
        audiences=("public",),
        about=("anh-kinh-bac",),
        correction=Words(
            "Sửa tên đơn vị trong chú thích ảnh.", "The name of an organisation in the caption was corrected."
        ),
    ),
    StorySpec(
        "ban-tin-sang",
        BROADCASTER,
        Words("Bản tin sáng: thử nhanh dư lượng ngay tại chợ", "Morning bulletin: a quick residue test at the market"),
        Words("Nghe hai phút về bộ thử cho kết quả sau 12 phút.", "Two minutes on a test that answers in twelve."),
        (
            Words(
                "Tiểu thương và ban quản lý chợ cùng làm thử trên 20 mẫu rau.",
                "Traders and the market office tried it on 20 samples.",
            ),
        ),
        2,
        NIGHT_DESK,
        ArticleKind.AUDIO,
        ("public", "farmers"),
        ("biomedicine-herbs",),
        duration=128,
        transcript=Words(
            "Kính chào quý vị. Sáng nay, tại một chợ mẫu, chúng tôi theo chân người thử rau …",
            "Good morning. At a sample market today we followed those who test vegetables …",
        ),
        about=("test-du-luong",),
    ),
    StorySpec(
        "chuyen-nha-nong",
        BROADCASTER,
        Words("Chuyện nhà nông: rơm không còn là rác", "Farmers' talk: straw is no longer waste"),
        Words(
            "Ba nông dân kể cách bán rơm thay vì đốt đồng.",
            "Three farmers tell how they sell straw instead of burning it.",
        ),
        (Words("Rơm cuộn làm giá thể nấm và thức ăn cho bò.", "Bales go to mushrooms and cattle."),),
        5,
        REPORTER,
        ArticleKind.AUDIO,
        ("farmers",),
        ("farm-mechanisation",),
        duration=412,
        transcript=Words("Người dẫn: Thưa quý vị và bà con …", "Host: Dear listeners …"),
        about=("rom-vien",),
    ),
    StorySpec(
        "loa-phuong",
        BROADCASTER,
        Words("Bản đọc loa phường: cách gửi nhu cầu công nghệ"),
        Words("Bản đọc một phút cho loa truyền thanh xã, phường."),
        (
            Words(
                "Bà con, doanh nghiệp có việc khó, cần máy, cần quy trình, xin gửi về cổng; cán bộ xã giúp nhập nếu cần."
            ),
        ),
        8,
        NIGHT_DESK,
        ArticleKind.AUDIO,
        ("public", "farmers"),
        duration=62,
        transcript=Words("Bà con, doanh nghiệp có việc khó, cần máy, cần quy trình …"),
    ),
    StorySpec(
        "hoi-dap-so-huu",
        BROADCASTER,
        Words(
            "Hỏi đáp: góp vốn bằng công nghệ cần giấy tờ gì?",
            "Questions: what papers does it take to contribute technology as capital?",
        ),
        Words("Luật sư mẫu trả lời câu hỏi của một nhóm khởi nghiệp.", "A sample lawyer answers a start-up."),
        (
            Words(
                "Điểm chính: định giá, quyền sở hữu và nghĩa vụ bảo hành.",
                "The main points: value, ownership and warranty.",
            ),
        ),
        15,
        NIGHT_DESK,
        ArticleKind.AUDIO,
        ("enterprises", "students"),
        duration=300,
        transcript=Words("Thưa luật sư, nhóm chúng tôi …", "We are a team of eight …"),
    ),
    StorySpec(
        "phong-su-camera",
        BROADCASTER,
        Words("Phóng sự: mắt máy ở cuối chuyền", "Report: a mechanical eye at the end of the line"),
        Words("Camera giá thấp thay đôi mắt mỏi của người kiểm tra.", "A low-cost camera relieves tired eyes."),
        (
            Words(
                "Sau tám tháng, hai ca sản xuất chỉ còn một người trông ba chuyền.",
                "After eight months one person minds three lines on two shifts.",
            ),
        ),
        4,
        REPORTER,
        ArticleKind.VIDEO,
        ("enterprises",),
        ("electronics-supporting-industry",),
        duration=275,
        transcript=Words("Lời bình: Mỗi phút 120 chi tiết đi qua …", "Narrator: 120 parts a minute pass …"),
        is_model_example=True,
        about=("camera-be-mat",),
    ),
    StorySpec(
        "truc-tiep-demo-day",
        BROADCASTER,
        Words("Trực tiếp: Demo day dự án ươm tạo khóa 3", "Live: demo day of the third batch"),
        Words("Phát trực tiếp từ xưởng chế thử, bắt đầu 13 giờ.", "Live from the workshop from 13:00."),
        (
            Words(
                "Tám nhóm, mỗi nhóm sáu phút, khán giả gửi câu hỏi trước qua cổng.",
                "Eight teams with six minutes each; questions can be sent ahead.",
            ),
        ),
        0,
        NIGHT_DESK,
        ArticleKind.LIVE,
        ("investors", "students"),
        ("information-technology",),
        about=("demo-day",),
    ),
    StorySpec(
        "anh-trinh-dien",
        BROADCASTER,
        Words("Chùm ảnh: máy nhỏ trên đồng mẫu", "Pictures: small machines in a sample field"),
        Words("Gieo mạ, cuốn rơm, sấy tỏi trong một buổi trình diễn.", "Seeding, baling and drying in one morning."),
        (Words("Bà con được tự tay lái thử.", "Visitors were allowed to drive."),),
        25,
        REPORTER,
        ArticleKind.GALLERY,
        ("farmers",),
        ("farm-mechanisation",),
        about=("trien-lam-thang-truoc",),
    ),
    StorySpec(
        "duong-nuoc-sach",
        BROADCASTER,
        Words("Từ nước thải làng giấy đến dòng kênh trong"),
        Words("Phim ngắn về cụm xử lý đặt trong một công-ten-nơ."),
        (Words("Bốn tháng thử nghiệm, COD giảm 92%."),),
        18,
        REPORTER,
        ArticleKind.VIDEO,
        ("craft-villages", "officials"),
        ("environment-water-waste",),
        duration=190,
        transcript=Words("Lời bình: Con kênh sau làng từng có màu đen …"),
        about=("nuoc-thai-giay",),
    ),
    StorySpec(
        "bai-cho-duyet",
        NEWSPAPER,
        Words("Bài đang chờ tổng biên tập duyệt: chuyện một nhà sáng chế"),
        Words("Bài mẫu nằm trong quy trình duyệt, chưa ai ngoài tòa soạn đọc được."),
        (Words("Nội dung sẽ hiện khi tổng biên tập duyệt."),),
        0,
        REPORTER,
        publication=Publication.IN_REVIEW,
        picture=False,
    ),
    StorySpec(
        "bai-nhap",
        BROADCASTER,
        Words("Bản nháp: kịch bản phóng sự tơ tằm"),
        Words("Bản nháp mẫu của phóng viên, chưa gửi duyệt."),
        (Words("Phân cảnh 1: lò ươm lúc năm giờ sáng."),),
        0,
        REPORTER,
        publication=Publication.DRAFT,
        picture=False,
    ),
    StorySpec(
        "ban-tin-cu-hoi-cho",
        FORMER,
        Words(
            "Hội chợ giống cây trồng mẫu khép lại với 40 thỏa thuận",
            "A sample seed fair closes with 40 agreements",
        ),
        Words(
            "Bài cũ của Bản tin Kinh Bắc, nay do Báo Bắc Ninh giữ và đính chính khi cần.",
            "An old story of the Kinh Bắc Bulletin, now kept and corrected by Bắc Ninh Newspaper.",
        ),
        (
            Words(
                "Ban tổ chức mẫu ghi nhận 40 thỏa thuận thử giống trong ba ngày.",
                "The sample organisers counted 40 agreements to test seeds in three days.",
            ),
        ),
        320,
        NIGHT_DESK,
        fields=("agricultural-processing",),
    ),
    StorySpec(
        "ban-tin-cu-lang-nghe",
        FORMER,
        Words("Làng nghề thử máy se sợi dùng điện mặt trời"),
        Words("Bài cũ của Bản tin Kinh Bắc về một tổ hợp tác mẫu."),
        (Words("Sáu hộ dùng chung một giàn pin, mỗi ngày se được thêm 12 kg sợi."),),
        410,
        REPORTER,
        audiences=("craft-villages",),
    ),
)
